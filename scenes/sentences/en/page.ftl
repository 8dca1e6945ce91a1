# What the web page of lessons says. $title: the title of a lesson

language = English
page-title = Lessons in gradient descent
page-lead =
    Everything that these videos show was recorded from a descent that really ran. Play one and follow
    it in its numbers, or choose a step there and see the moment.
page-lessons = Lessons
page-made-with = Made with gradreel { $version }.

## A lesson

# $kind: of lesson; $runs: how many it has; $minutes: how long it is, as in 1:05
page-about =
    { $kind ->
        [surface] Two parameters, { runs-counted }, { $minutes } minutes
        [curve] One parameter, { runs-counted }, { $minutes } minutes
        [fit] A fit to data, { runs-counted }, { $minutes } minutes
       *[other] { runs-counted }, { $minutes } minutes
    }
# In place of a video that a browser cannot show
page-the-video = The video
page-chapters = Chapters of { $title }

## Its numbers

page-numbers = The numbers
# Above the choice of a run
page-run = Run
# $settings: of a run; $ending: the sentence about how it ended
page-run-about = { $settings }. { $ending }
page-chart =
    The loss over the steps: { $first } at step 0, { $last } at step { $step }
page-table = The steps of { $run }; a step’s time leads to its moment in the video
page-step = step
page-moment = video
page-loss = loss
page-gradient = |gradient|

## What is folded away

page-animation = As an animated picture
page-animation-shows = The descent of { $title }, over and over
page-pictures = Pictures
# $name: of the file
page-picture-shows = { $title }: { $name }
page-scenario = The scenario file
page-paste = Paste it into a page of yours
page-paste-video = { $title } (video)
page-copy = Copy
page-copied = Copied.
page-selected = Selected; copy it with your keyboard.

## Downloads

page-downloads = Downloads
# $kind: what the file holds, as below
page-file = { $kind }, { $size }
page-file-video = video
page-file-animation = animation
page-file-captions = captions
page-file-picture = picture
page-file-poster = poster
page-file-storyboard = storyboard
page-file-steps = all steps
page-file-recording = recording
page-file-scenario = scenario
