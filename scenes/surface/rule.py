"""The rule of gradient descent in the column beside a map: in symbols, then in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from manim import DOWN, LEFT, UL, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.digits.balance import Balance
from gradreel.scenes.parts.digits.numbers import rate
from gradreel.scenes.parts.formulas.equation import Equation, slot
from gradreel.scenes.parts.formulas.formula import symbol, value
from gradreel.scenes.parts.formulas.notation import Notation, notation_of
from gradreel.scenes.parts.formulas.update import change_within, first_steps
from gradreel.scenes.parts.lettering.typeset import upright
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.surface.stage import one_size
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_TOO_WIDE = 1.4  # times the room: wider formulas are broken into two lines
_BELOW = 0.72  # screen units from numbers down to the middle of the next rule, at least
_GAP = 0.22  # screen units between the lines of a broken formula


class RuleColumn(VGroup):
    """The rules of a first step; with its rate `lr`, if it is plain, and then the gradient too.

    `facts` are the gradient, with its name and its components as pieces, and the learning rate,
    with its symbol and value as pieces. `rules` are in symbols, `numbers` in the numbers of the
    `steps`, one for each parameter.
    """

    def __init__(
        self,
        names: Sequence[str],
        steps: Sequence[Balance],
        symbols: Notation,
        lr: float | None,
    ) -> None:
        super().__init__()
        self.steps, self._own, self._plain = steps, symbols, lr is not None
        self.facts = [self._gradient(), self._rate(lr)] if lr is not None else []
        self.rules = [self._rule(name) for name in names]
        self.numbers = [self._numbers(step, broken=False) for step in steps]
        room = regions.current().surface.column.width
        if max(line.width for line in self.numbers) > _TOO_WIDE * room:
            self.numbers = [self._numbers(step, broken=True) for step in steps]
        self._arrange()

    def _arrange(self) -> None:
        left = one_size([*self.facts, *self.rules, *self.numbers])
        frame = regions.current().surface
        top, pair = frame.formulas
        for fact, y in zip(self.facts, frame.facts, strict=False):
            fact.move_to((left, y, 0), aligned_edge=LEFT)
        for rule, line in zip(self.rules, self.numbers, strict=True):
            rule.move_to((left, top, 0), aligned_edge=LEFT)
            line.next_to(rule, DOWN, buff=_GAP).align_to(rule, LEFT)
            # Numbers on two lines push down what follows.
            top = min(top - pair, float(line.get_bottom()[1]) - _BELOW)
        written = VGroup(*self.rules, *self.numbers)
        corner = written.get_corner(UL)
        written.scale(min(1.0, frame.formulas_height / written.height), about_point=corner)

    def _gradient(self) -> Equation:
        return gradient_equation(self._own, [step.operands[2] for step in self.steps])

    def _rate(self, lr: float) -> Equation:
        pieces = [
            (self._own.rate, theme.colors().step),
            (value(rate(lr)), theme.colors().step),
        ]
        return Equation(f'"{text("label-rate")}" {{}} = {{}}', pieces)

    def _rule(self, name: str) -> Equation:
        """The update of one parameter in symbols."""
        x, rate = (symbol(name), theme.colors().here), (self._own.rate, theme.colors().step)
        loss, new = self._own.loss, upright(text("label-new"))
        if self._plain:
            slope = (f"(partial {loss}) / (partial {symbol(name)})", theme.colors().gradient)
            return Equation(f"{new} {{}} = {{}} - {{}} dot {{}}", [x, x, rate, slope])
        return Equation(
            f"{new} {{}} = {{}} + {{}}", [x, x, (f"Delta {symbol(name)}", theme.colors().step)]
        )

    def _numbers(self, step: Balance, broken: bool) -> Equation:
        """The same update in the recorded numbers, with what is subtracted as a separate step."""
        here, *parts = step.operands
        colors = (theme.colors().step, theme.colors().gradient)
        pieces = [(value(here), theme.colors().here)]
        pieces += [(value(part), color) for part, color in zip(parts, colors, strict=False)]
        last = slot(parts[-1])
        left = f"{{}} - {{}} dot {last}" if self._plain else f"{{}} + {last}"
        sides = [left, *self._between(step, pieces), f"{step.sign} {{}}"]
        pieces.append((value(step.result), theme.colors().here))
        if broken:
            first, *rest = sides
            return Equation(rf"&{first} \ &{' '.join(rest)}", pieces)
        return Equation(" ".join(sides), pieces)

    def _between(self, step: Balance, pieces: list[tuple[str, str]]) -> Iterator[str]:
        change = change_within(step) if self._plain else None
        if change is not None:
            sign = "-" if change.startswith("−") else "+"
            pieces.append((value(step.operands[0]), theme.colors().here))
            pieces.append((value(change.removeprefix("−")), theme.colors().step))
            yield f"= {{}} {sign} {{}}"


def gradient_equation(symbols: Notation, slopes: Sequence[str]) -> Equation:
    """The gradient with its word; its name and its components are pieces."""
    name = (f"nabla {symbols.loss}", theme.colors().gradient)
    parts = [(value(slope), theme.colors().gradient) for slope in slopes]
    places = ", ".join("{}" for _ in parts)
    return Equation(f'"{text("label-gradient")}" {{}} = ({places})', [name, *parts])


def first_rule(recording: Recording, objective: Objective) -> RuleColumn:
    """The rules of the first step of a recording's first run."""
    run, names = recording.runs[0], recording.scenario.parameters
    rate = run.first_rate if follows_gradient(run) else None
    steps = first_steps(objective, run)
    return RuleColumn(names, steps, notation_of(recording.scenario), rate)
