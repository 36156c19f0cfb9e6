# What only the PDF says.
pdf-contents = Contents
pdf-topics = Topics
pdf-topic = Topic { $number }
pdf-changes = Changes since the edition before
pdf-data = These numbers as CSV
