# Observation.
observation-title = インターネット定点観測
observation-said = インターネット上に置いた複数のセンサーで、届いたパケットを観測しています。グラフの値は、宛先ポートごとのパケット数を稼働中のセンサーの台数で割った平均です。センサーが稼働していない時間は欠測とし、0 とはしません。
observation-sensors = この期間に稼働したセンサーは { $sensors } 台、受け取ったパケットは { $packets } 個でした。
observation-none = この期間の観測記録はありません。
observation-ports-title = ポートスキャンの概況
top-1-5 = 宛先ポート別グラフ 1位から5位（{ $days }）
top-6-10 = 宛先ポート別グラフ 6位から10位（{ $days }）
top-caption = センサー平均の多い宛先ポート（{ $days }）
top-port = 宛先ポート
top-average = センサー平均
top-packets = パケット数

watched-title = 注目しているポート
watched-said = 変化のあったポートを継続して観測し、期間ごとに見直しています。目立った変化のない期間が二度続いたものは掲載を終えます。
watched-first-seen = { $day }に初めて観測しました。
watched-course = { $port } のセンサー平均は、この期間で { $now }、前の期間で { $before } でした。1日あたりでは { $change }% の変化です。
watched-average = { $port } のセンサー平均は、この期間で { $now } でした。
watched-gap = { $port } は、この期間に稼働中のセンサーがなく、観測できていません。
watched-proposed = この期間に目立った変化はありませんでした。次の期間にも特筆すべき変化がなければ、次の報告から掲載しません。
watched-dropped = 今回で掲載を終えます。
watched-chart = { $title }の推移（{ $days }）
