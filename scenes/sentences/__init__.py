"""What the chapters say: the sentences and headings of each lesson, chosen by the recording."""
