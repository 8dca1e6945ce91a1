"""The letters of a rule's quantities, and the colours in which they and their arrows are drawn."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.notation import letters_in, notation_of
from gradreel.scenes.parts.lettering.typeset import upright
from gradreel.scenes.sentences.catalogue import text

# In order of preference: a scenario brings at most three letters, and the lesson has two.
_CHOICES = {
    "velocity": ("v", "V", "p", "q", "u", "U"),
    "mean": ("m", "M", "a", "A", "b", "B"),
    "squares": ("s", "S", "c", "C", "w", "W"),
    "keep": ("beta", "rho", "xi", "psi", "omega", "chi"),
    "tiny": ("epsilon", "delta", "zeta", "theta", "sigma", "tau"),
    "decay": ("lambda", "mu", "nu", "kappa", "phi", "pi"),
    "length": ("t", "T", "l", "k", "r", "R"),
    "bends": ("H", "K", "Q", "B", "G", "F"),
    "damping": ("gamma", "sigma", "alpha", "delta", "phi", "psi"),
}


def letters_of(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """Each quantity's letter as Typst math, and its colour."""
    notation, names = notation_of(scenario), [symbol(name) for name in scenario.parameters]
    taken = {letter for name in scenario.parameters for letter in letters_in(name)}
    taken |= {notation.loss, notation.rate}
    own = {role: next(c for c in row if c not in taken) for role, row in _CHOICES.items()}
    several, colors = len(names) > 1, theme.colors()
    loss, mean, squares = notation.loss, own["mean"], own["squares"]
    bends = own["bends"] if several else f"{loss}''"
    return {
        "new": (upright(text("label-new")), colors.ink),
        "gradient": (f"nabla {loss}" if several else f"{loss}'", colors.gradient),
        "rate": (notation.rate, colors.step),
        "share": (own["keep"], colors.ink),
        "keep": (own["keep"], colors.ink),
        "keep1": (f'{own["keep"]}_"1"', colors.ink),
        "keep2": (f'{own["keep"]}_"2"', colors.ink),
        "tiny": (own["tiny"], colors.ink),
        "decay": (own["decay"], colors.ink),
        "damping": (own["damping"], colors.step),
        "length": (own["length"], colors.step),
        "bends": (bends, colors.loss),
        "velocity": (own["velocity"], colors.residual),
        "mean": (mean, colors.residual),
        "full_mean": (f"hat({mean})", colors.residual),
        "squares": (squares, colors.data),
        "full_squares": (f"hat({squares})", colors.data),
        "place": (f"({', '.join(names)})" if several else names[0], colors.here),
        "step": (upright(text("label-step")), colors.step),
    }


# Values without a letter of their own, and the quantities whose colour they have. A digit at the
# end of a name says which component it is of, or that it was there before.
_LIKE = {"bend": "bends", "here": "place", "wanted": "gradient"}


def color_of(letters: dict[str, tuple[str, str]], name: str) -> str:
    """The colour of a value by its name."""
    for known in (name, name.rstrip("0123456789")):
        if (known := _LIKE.get(known, known)) in letters:
            return letters[known][1]
    return theme.colors().ink
