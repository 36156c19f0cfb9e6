# What only the PDF says.
pdf-contents = 目次
pdf-topics = トピック
pdf-topic = トピック{ $number }
pdf-changes = 前の版からの変更点
pdf-data = この図の数値(CSV)
