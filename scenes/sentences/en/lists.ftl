# Lists: "a, b and c".

list-middle = { $one }, { $other }
list-end = { $one } and { $other }
