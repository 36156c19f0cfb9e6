//! Why each number stands in the seed, by section and pattern (see `numbers`).

/// What a number is explained by.
#[derive(Debug, Clone, Copy)]
pub enum Why {
    /// It is the value of this figure of our report, or a part of the figure's name (a port). `*` in the name stands
    /// for the number of a record.
    Figure(&'static str),
    /// Our report prints these words, with the number (but a year said before) in them.
    Printed(&'static str),
    /// A part of the name of something: of what.
    Name(&'static str),
    /// Our program has no such domain yet: which.
    Missing(&'static str),
    /// The seed is wrong here: what is right, and what our report prints instead.
    Slip(&'static str, &'static str),
}

use Why::{Figure, Missing, Name, Printed, Slip};

/// A rule: section (`*` for all), pattern, reason.
pub type Rule = (&'static str, &'static str, Why);

pub const RULES: &[Rule] = &[
    // The form of the text.
    ("*", "://[/]", Name("an address on the web")),
    ("*", "^§[#]", Name("a section's number")),
    ("*", "^([#])", Name("a number of a list")),
    ("*", "トピック[#]", Name("a topic's number")),
    ("*", "図[#]-[#]", Name("a chart's number")),
    ("3", "、[3]-[2]に示します", Name("a chart's number")),
    ("*", "(*[#])", Name("a footnote's number")),
    ("*", "^*[#]:", Name("a footnote's number")),
    ("topic 3", "*[1]に", Name("a footnote's number")),
    ("topic 3", "*[2]を", Name("a footnote's number")),
    ("2", "上記([1])から([4])", Name("a number of a list")),
    ("5", "^[1].", Name("a number of a list")),
    ("6", "^[1].", Name("a number of a list")),
    ("9", "^[1] [1]/[3]/デ…[14]", Name("the heading over the contact, broken when the seed was scanned")),
    // Cover.
    ("cover", "[2008]年[1]月[1]日~[2008]年[3]月[31]日]", Printed("2008年1月1日〜3月31日")),
    ("cover", "^[2008]-[04]-[07]-発行", Name("the day on which the seed itself came out")),
    // Topics.
    ("topic 1", "[2008]年[1]月[28]日以降", Printed("2008年1月28日")),
    ("topic 1", "[2008]年[2]月[7]日", Printed("2月7日")),
    ("topic 1", "また、[2008]年[3]月", Printed("2008年3月")),
    ("topic 1", "[2008]年[3]月[14]日", Printed("3月14日")),
    ("topic 1", "[2008]年[4]月[1]日現在", Printed("4月1日")),
    ("topic 2", "[2008]年[1]月から[3]月", Printed("2008年1月")),
    ("topic 3", "地域[6]カ国", Figure("community.training.*.countries")),
    ("topic 3", "参加[6]カ国", Figure("community.training.*.countries")),
    ("topic 3", "[2008]年[3]月", Printed("2008年3月19日")),
    ("topic 3", "[5]日間", Figure("community.training.*.days")),
    ("topic 4", "フォーラム[2008]", Name("the forum's name")),
    ("topic 4", "[2008]年[2]月", Printed("2008年2月")),
    // 1. What was published.
    ("1", "約[24],[000]件", Missing("publishing")),
    ("1", "発行件数:[#]件", Missing("publishing")),
    ("1", "^[2008]-[#]-[#]", Missing("publishing")),
    ("1", " [2008]年[#]月Microsoft", Name("an alert's title")),
    ("1", "緊急[#]件", Name("an alert's title")),
    ("1", "合計して[104]件", Missing("publishing")),
    ("1", "情報は[12]件", Missing("publishing")),
    ("1", "(Version[1])", Name("a technical note's title")),
    // 2. Incidents.
    ("2", "[2008]年[1]月[1]日から[2008]年[3]月[31]日まで", Printed("2008年1月1日〜3月31日")),
    ("2", "報告は[545]件", Figure("incident.reports")),
    ("2", "計上すると[684]件", Figure("incident.incidents")),
    ("2", ".jp[228]件", Figure("incident.sender.jp")),
    ("2", ".org[135]件", Figure("incident.sender.org")),
    ("2", ".com[82]件", Figure("incident.sender.com")),
    ("2", ".br[41]件", Figure("incident.sender.br")),
    ("2", ".pl[19]件", Figure("incident.sender.pl")),
    ("2", ".edu[12]件", Figure("incident.sender.edu")),
    ("2", "通知連絡した件数は[492]件", Figure("incident.notifications")),
    ("2", "アクセスについて[300]件", Figure("incident.kind.scan")),
    ("2", "[80](http)[151]件", Figure("incident.scan.port.80")),
    ("2", "[22](ssh)[123]件", Figure("incident.scan.port.22")),
    ("2", "[5900](vnc-server)[6]件", Figure("incident.scan.port.5900")),
    ("2", "[10000](ndmp)[4]件", Figure("incident.scan.port.10000")),
    ("2", "[21](ftp)[3]件", Figure("incident.scan.port.21")),
    ("2", "[20000](dnp)[3]件", Figure("incident.scan.port.20000")),
    ("2", "総合的なプローブ、スキャン[11]件", Figure("incident.scan.many-ports")),
    ("2", "侵入について[10]件", Figure("incident.kind.intrusion")),
    ("2", "フィッシングについて、[188]件", Figure("incident.kind.phishing")),
    ("2", "について[186]件", Figure("incident.kind.other")),
    ("2", "FAXを[85]件", Figure("incident.other-messages")),
    // 3. Observation.
    ("3", "^[2008]年[1]月[1]日から[2008]年[3]月[31]日", Printed("2008年1月1日〜3月31日")),
    ("3", "([2008]年[1]月[1]日-[3]月[31]日)", Printed("2008年1月1日〜3月31日")),
    ("3", "[2007]年[4]月[1]日から[2008]年[3]月[31]日", Printed("2007年4月1日〜2008年3月31日")),
    ("3", "([2007]年[4]月[1]日-[2008]年[3]月[31]日)", Printed("2007年4月1日〜2008年3月31日")),
    ("3", "上位[1]位~[5]位", Printed("1位から5位")),
    ("3", "、[6]位~[10]位", Printed("6位から10位")),
    ("3", "top[1]-[5]", Printed("1位から5位")),
    ("3", "top[6]-[10]", Printed("6位から10位")),
    ("3", "TCP[2967]番", Printed("2967")),
    ("3", "TCP[5900]番", Printed("5900")),
    ("3", "TCP[5168]番", Printed("5168")),
    ("3", "[2006]年[12]月上旬に初めて", Printed("2006年12月")),
    ("3", "[2006]年[11]月[1]日-[2008]年[3]月[31]日)", Printed("2006年11月1日〜2008年3月31日")),
    ("3", "([2006]/[4]/[1]-[2008]/[3]/[31])", Printed("2006年4月1日〜2008年3月31日")),
    ("3", "[2006]年[11]月上旬より", Printed("2006年11月")),
    ("3", "、[11]月上旬ぐらいから半減", Printed("11月")),
    ("3", "([2008]/[1]/[1]-[2008]/[3]/[31])", Printed("2008年1月1日〜3月31日")),
    ("3", "[2008]年[8]月下旬に初めて", Slip("it was 2007: the report ends in March 2008", "2007年8月")),
    (
        "3",
        "([2008]/[8]/[16]-[2008]/[12]/[31])",
        Slip("it was 2007: the report ends in March 2008", "2007年8月16日"),
    ),
    // 4. Vulnerabilities, with the events around them.
    ("4", "[2008]年[1]月[1]日から[2008]年[3]月[31]日", Missing("vulnerability")),
    ("4", "対応状況は[44]件(総計[589]件)", Missing("vulnerability")),
    ("4", "[#]件(累計[#]件)", Missing("vulnerability")),
    ("4", "[2008]年[3]月[31]日現在で[233]組織", Missing("vulnerability")),
    ("4", "、[3]月[26]日に", Missing("vulnerability")),
    ("4", "Conference[2008]", Name("the conference's name")),
    ("4", "[2008]年[3]月[1]日に", Missing("vulnerability")),
    ("4", "JANOG[21]", Name("the meeting's name")),
    ("4", "^[2008]年[1]月[23]日(水)~[2008]年[1]月[25]日(金)", Missing("vulnerability")),
    // 5. Bots.
    ("5", "^[2008]年[#]月度", Missing("bots")),
    // 6. International coordination.
    ("6", "[2008]年[2]月[25],[26],[27]日", Printed("2008年2月25日〜2月27日")),
    ("6", "[1998]年[7]月", Printed("1998年7月")),
    ("6", "地域[6]カ国", Figure("community.training.*.countries")),
    ("6", "参加[6]カ国", Figure("community.training.*.countries")),
    ("6", "[2008]年[3]月[19]日~[25]日", Printed("2008年3月19日〜3月25日")),
    ("6", "[2008]年[3]月[10]日-[12]日", Printed("2008年3月10日〜3月12日")),
    ("6", "AGM[2008]", Name("the meeting's name")),
    ("6", "Security[2008]", Name("the workshop's name")),
    // 7. Help in building teams.
    ("7", "[1]月から[3]月の支援", Printed("2008年1月〜3月")),
    ("7", "[6]企業", Figure("community.support.company")),
    ("7", "[2]組織", Figure("community.support.organisation")),
    ("7", "[2]団体", Figure("community.support.group")),
    // 8. Lectures.
    ("8", "March[2008]Tokyo", Name("the event's name")),
    ("8", "Tokyo/[2008]年[3]月[27]日", Printed("2008年3月27日")),
    ("8", "Tokyo/[2008]年[3]月[26]日", Printed("2008年3月26日")),
    ("8", "Conference[2008]", Name("the event's name")),
    ("8", "/[3]月[12]日", Printed("2008年3月12日")),
    ("8", "/[3]月[11]日", Printed("2008年3月11日")),
    ("8", "/[2008]年[3]月[7]日", Printed("2008年3月7日")),
    ("8", "/[2008]年[2]月[22]日", Printed("2008年2月22日")),
    ("8", "/[2008]年[2]月[6]日", Printed("2008年2月6日")),
    // 9. Articles.
    ("9", "Page[10]", Printed("10")),
    ("9", "Page[138]-[142]", Printed("138-142")),
    ("9", "/[2008]年[1]月[25]日", Printed("2008年1月25日")),
    ("9", "年鑑[2008]Page", Name("the yearbook's name")),
    ("9", "Page[125],[143]", Printed("125,143")),
    ("9", "/[2008]年[1]月[29]日", Printed("2008年1月29日")),
    ("9", "/[2008]年[2]月[15]日", Printed("2008年2月15日")),
    ("9", "^/[1].", Name("the heading over the contact, broken when the seed was scanned")),
    ("contact", "Fingerprint:[/]", Name("the key of those who wrote the seed")),
];
