# Words that stand in tables, and beside formulas and pictures.

# The head of a column that counts steps, or epochs where each step sees all data
label-step = step
label-epoch = epoch

axis-logarithmic = (log)
legend-loss-at-end = loss at the end
