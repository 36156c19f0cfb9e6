# What only the HTML says.
html-skip = 本文へ移動
html-notice = お知らせ
html-contents = 目次
html-topics = トピック
html-topic = トピック{ $number }
html-changes = 前の版からの変更点
html-csv = この図の数値(CSV)
html-table = 数値を表で見る
html-nothing = 値なし
