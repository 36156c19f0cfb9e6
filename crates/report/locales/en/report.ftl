# What the report says by itself, whatever it reports.
said = { $text }
report-title = Activity report { $months }
edition-draft = Draft
edition-issued = Edition { $number }, issued { $day }
table = Table
chart = Figure
