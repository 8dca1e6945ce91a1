"""The last chapter of every lesson: the recipe, the numbers, where they come from."""

from __future__ import annotations

from importlib.metadata import version

from manim import DOWN, LEFT, RIGHT, FadeIn, VGroup

from scenarios import Fit
from scenes import theme
from scenes.chapter import Chapter
from scenes.parts.about import loss_symbol
from scenes.parts.formula import symbol
from scenes.parts.numbers import number
from scenes.parts.text import Counter, maths, words
from scenes.parts.verdict import follows_gradient


class Recap(Chapter):
    """The recipe in three lines, start and end in numbers, and a provenance card."""

    name = "recap"
    heading = "What happened"

    def story(self) -> None:
        recipe = VGroup(*self._recipe())
        for row, line in enumerate(recipe):
            line.shift(0.7 * row * DOWN)
        recipe.move_to((0, 1.95, 0))
        for line in recipe:
            self.play(FadeIn(line, shift=0.15 * RIGHT), run_time=0.6)
            self.wait(0.8)
        table = self._table().move_to((0, -0.45, 0))
        self.appear(table)
        self.say(self.run.ending.sentence)
        self.hold()
        card = words(self._provenance(), theme.TICK, theme.MUTED)
        card.scale(min(1.0, 2 * theme.SAFE_X / card.width)).move_to((0, -2.4, 0))
        self.appear(card)

    def _recipe(self) -> list[VGroup]:
        rate = number(self.run.run.lr)
        second = (
            f"Step the other way: the gradient times the learning rate {rate}."
            if follows_gradient(self.run)
            else f"Let {self.run.run.optimizer} make a step of it, with the learning rate {rate}."
        )
        texts = ("Find the gradient where you are.", second, "Again, until it settles.")
        colors = (theme.GRADIENT, theme.STEP, theme.HERE)
        return [
            VGroup(
                words(f"{place}.", theme.HEADING, color).on_baseline((-0.5, 0, 0)),
                words(text, theme.HEADING).on_baseline((0, 0, 0)),
            )
            for place, (text, color) in enumerate(zip(texts, colors, strict=True), start=1)
        ]

    def _table(self) -> VGroup:
        """Start and end of the explained run, a column for each parameter and the loss."""
        scenario, run = self.trajectory.scenario, self.run
        heads = [(symbol(name), theme.HERE) for name in scenario.parameters]
        heads.append((loss_symbol(scenario), theme.LOSS))
        rows = (("start", 0), (f"step {run.steps}", run.steps))
        table = VGroup()
        for column, (head, color) in enumerate(heads):
            right = 1.0 + 2.7 * (column + 1)
            name = maths(head, theme.FORMULA, color)
            table.add(name.next_to((right, 0.75, 0), LEFT, buff=0.0))
            for row, (_, step) in enumerate(rows):
                values = (*run.parameters[step], run.loss[step])
                shown = number(float(values[column]), 6)
                cell = Counter(shown, theme.LABEL, color, align=RIGHT)
                table.add(cell.on_baseline((right, -0.55 * row, 0)))
        for row, (text, _) in enumerate(rows):
            left = words(text, theme.LABEL, theme.MUTED)
            table.add(left.on_baseline((0, -0.55 * row, 0)))
        return table

    def _provenance(self) -> str:
        scenario, run = self.trajectory.scenario, self.run.run
        facts = [f"scenario {scenario.name}", run.optimizer, f"learning rate {number(run.lr)}"]
        objective = scenario.objective
        if isinstance(objective, Fit) and objective.data.seed is not None:
            facts.append(f"seed {objective.data.seed}")
        return " · ".join([*facts, f"gradreel {version('gradreel')}"])
