# gradreel in an image, for renderers and for the workers of a cluster alike: docs/container.md.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        build-essential pkg-config libcairo2-dev libpango1.0-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
# Nothing is fetched that the lock files have no hash of. This takes long, and is done again only
# where they have changed.
COPY requirements-build.lock requirements-cpu.lock requirements.lock requirements-cluster.lock ./
RUN pip install --require-hashes --no-deps -r requirements-build.lock
# The torch of PyPI is for CPUs alone on other processors; on this one it has gigabytes of CUDA.
RUN [ "$(uname -m)" != x86_64 ] \
    || pip install --require-hashes --no-deps -r requirements-cpu.lock \
        --extra-index-url https://download.pytorch.org/whl/cpu
RUN pip install --require-hashes --no-deps --no-build-isolation \
    -r requirements.lock -r requirements-cluster.lock
COPY pyproject.toml README.md LICENSE cli.py ./
COPY docs/gradreel.1 docs/gradreel.1
COPY src src
COPY scenarios scenarios
COPY solver solver
COPY scenes scenes
COPY pipeline pipeline
RUN pip install --no-deps --no-build-isolation --no-index . \
    && pip check \
    && pip uninstall -y cython hatchling meson meson-python ninja pip

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libcairo2 libpangocairo-1.0-0 libegl1 libgl1 libgl1-mesa-dri \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1000 --no-create-home gradreel \
    && install -d -o gradreel -g gradreel /media
COPY --from=build /venv /venv
# Whoever it runs as, by docker run --user, has a home to write to.
ENV PATH=/venv/bin:$PATH \
    HOME=/tmp \
    GRADREEL_OUTPUT=/media \
    DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False
# By its number, so that Kubernetes sees that it is not root.
USER 1000:1000
# Scenario files are read here, and lessons written there.
WORKDIR /lessons
VOLUME /media
# An image that cannot draw is not worth keeping.
RUN gradreel still quadratic -q l -o "$HOME/trial.png" && rm "$HOME/trial.png"
ENTRYPOINT ["gradreel"]
CMD ["--help"]
