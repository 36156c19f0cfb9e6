# What every page says
skip = Skip to content
nav-label = Main pages
nav-report = Report
nav-activity = Activity reports
nav-observe = Observation
nav-terms = Terms of use
nav-api = API
language-label = Language
footer-zone = Dates and times are those of { $zone }.
footer-program = Run with Hinomi, the fire watch-tower.
class-all = All
class-scan = Scan
class-backscatter = Backscatter
class-other = Other
notice-label = Notice
