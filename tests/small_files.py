"""Scenario files that are quick to make lessons of."""

from __future__ import annotations

CURVE = """\
title = "A bowl"
lesson = "curve"
[objective]
formula = "x**2/2"
domain = { x = [-3, 3] }
[start]
x = 1
[[runs]]
lr = 0.1
steps = 5
"""
SMALL = """\
title = "Small"
lesson = "curve"
[objective]
formula = "x**2"
domain = { x = [-2, 2] }
[start]
x = 1
[[runs]]
lr = 0.1
steps = 3
"""
LINE = """\
title = "A line"
lesson = "fit"
[objective]
model = "w*x"
points = [[1, 2], [2, 4]]
[start]
w = 0
[[runs]]
lr = 0.1
steps = 9
"""
