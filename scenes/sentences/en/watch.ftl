# What the page of gradreel watch says

watch-page = A lesson in the making
watch-lead = Save the scenario file, and every chapter that it changes is drawn again.
# $count: stills and videos that are still to be made
watch-left =
    { $count ->
        [one] 1 picture or video to go
       *[other] { $count } pictures and videos to go
    }
watch-done = All is up to date.
# $count: how many scenarios the file makes
watch-first-of-sweep = The file makes { $count } scenarios by its sweep. This is the first of them.
watch-ended =
    gradreel watch has ended, so nothing new comes. Start it again, and open the address that it prints.

## Faults of the file

watch-faulty = Something is wrong in the file. What is shown is from before.
# $line: its number in the file
watch-line = Line { $line }

## What is being done about a chapter

watch-still = drawing
watch-video = making the video
watch-failed = could not be drawn
