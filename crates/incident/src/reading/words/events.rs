//! Words that say what happened.

use super::table::Topic;

/// Words by what they say.
pub(super) const WORDS: &[(Topic, &str)] = &[
    (
        Topic::Scan,
        "スキャン|ポートスキャン|探査|プローブ|不審なアクセス|不審な通信|不正なアクセス|\
         不正アクセスの試み|不正アクセス|怪しいアクセス|アタック|不正な通信|不正なパケット|\
         ワーム|攻撃と思われるアクセス|接続試行|接続の試み|侵入の試み|侵入を試み|侵入しようと|\
         侵入未遂|不正侵入の試み|不正侵入を試み|アクセスの試み|scan*|portscan*|port scan*|\
         port-scan*|portsweep*|port sweep*|probe*|probing|unauthorized access|\
         unauthorised access|suspicious access*|suspicious connection*|connection attempt*|\
         intrusion attempt*|hack attempt*|hacking attempt*|attempted intrusion*|worm|varredura*|\
         tentativa* de acesso|skanowani*|access attempt*|attempts to access|unwanted traffic|\
         attack attempt*",
    ),
    (
        Topic::Login,
        "ブルートフォース|総当たり|総当り|辞書攻撃|パスワードリスト攻撃|ログイン試行|\
         ログインの試み|ログインを試み|パスワード推測|不正ログイン|認証失敗|brute force*|\
         brute-force*|bruteforc*|dictionary attack*|login attempt*|password guess*|\
         log-in attempt*|failed login*|login failure*|password cracking|ssh attack*|\
         attempts to log in|attempting to log in|força bruta|forca bruta",
    ),
    (
        Topic::WebAttack,
        "sqlインジェクション|sql インジェクション|sql injection*|sql-injection*|\
         クロスサイトスクリプティング|コマンドインジェクション|ディレクトリトラバーサル|\
         directory traversal|remote file inclusion|cross-site scripting|cross site scripting|\
         command injection|web attack*|exploit attempt*|脆弱性を狙|脆弱性を突|web攻撃",
    ),
    (
        Topic::Intrusion,
        "不正侵入|侵入され|侵入を受け|乗っ取|踏み台|への侵入|バックドアを設置|バックドアが|\
         不正にログインされ|侵入が|侵入の痕跡|侵入者|不正ログインされ|compromised|compromise|\
         broken into|broke into|intrusion|hacked|rooted|rootkit*|web shell*|webshell*|break-in",
    ),
    (
        Topic::Defacement,
        "改ざん|改竄|書き換えられ|書換えられ|不正なスクリプトが|スクリプトが埋め込まれ|\
         スクリプトを埋め込まれ|iframeが埋め込まれ|deface*|injected script*|script injected|\
         injected iframe*|website compromised|web site compromised",
    ),
    (
        Topic::Phishing,
        "フィッシング|フィッシングサイト|フィシング|偽サイト|偽のサイト|偽のログイン|詐欺サイト|\
         なりすましサイト|偽装サイト|偽の銀行|偽ページ|装ったサイト|騙ったサイト|装ったweb|\
         そっくりなサイト|偽物のサイト|偽のページ|偽の画面|phish*|fake site*|fake login*|\
         fake web*|fake bank*|fraudulent site*|fraudulent web*|fraud site*|scam site*|\
         spoofed site*|spoofed web*|página falsa",
    ),
    (
        Topic::MalwareSite,
        "マルウェア配布|マルウェア配付|マルウェアを配布|マルウェアを配付|ウイルス配布|\
         ウイルスを配布|マルウェアサイト|マルウェアがダウンロード|ウイルスがダウンロード|\
         マルウェアをダウンロード|マルウェアが置かれ|ウイルスが置かれ|マルウェアの配布|\
         マルウェアダウンロード|不正プログラムを配布|悪性サイト|誘導先|ウイルスを置いて|\
         不正なプログラムが置かれ|malware site*|malware distribut*|distributing malware|\
         distributes malware|hosting malware|hosts malware|hosting a trojan|serving malware|\
         serves malware|spreading malware|malicious site*|malicious web*|malicious url*|\
         malware download*|malware url*|drive-by|malware is hosted|malware hosted|virus download*",
    ),
    (
        Topic::CommandServer,
        "c&c|c2サーバ|c2 server*|command and control|指令サーバ|botnet controller*|ハーダー|\
         irc server",
    ),
    (
        Topic::Infection,
        "感染端末|感染して|感染した|に感染|感染pc|ボットに|ボット感染|infected|botnet*|\
         ボットネット|bot-infected|zombie*",
    ),
    (
        Topic::Malware,
        "ウイルス|ウィルス|マルウェア|トロイ|スパイウェア|不正プログラム|ランサム|検体|malware|\
         virus*|trojan*|spyware|ransomware|keylogger*|malicious file*|malicious code",
    ),
    (
        Topic::DenialOfService,
        "サービス運用妨害|サービス妨害|サービス拒否|dos攻撃|ddos*|dos|dos attack*|d.o.s|\
         denial of service|denial-of-service|syn flood*|synフラッド|syn フラッド|udp flood*|\
         icmp flood*|flooding|flood attack*|大量のアクセス|大量アクセス|大量のパケット|\
         大量の通信|負荷攻撃|田代砲|f5攻撃|負荷をかけ",
    ),
    (
        Topic::Forged,
        "詐称|差出人を偽|なりすましメール|なりすましのメール|送信者を偽|偽装メール|騙ったメール|\
         かたったメール|名前をかたる|forged|spoofed mail*|spoofed email*|spoofed e-mail*|\
         spoofed sender*|sender spoof*|fake sender*|falsified sender*|backscatter|joe job*",
    ),
    (Topic::Spam, "スパム|迷惑メール|spam|spamming|spammer*|unsolicited|不正中継|open relay*"),
    (
        Topic::Targeted,
        "標的型|targeted attack*|targeted mail*|targeted e-mail*|targeted email*|spear phish*|\
         spear-phish*|apt attack*",
    ),
    (Topic::ControlSystem, "制御システム|scada|plc|industrial control*|modbus|制御装置|監視制御"),
    (
        Topic::Access,
        "攻撃|アクセス|不正|attack*|abuse|hacker*|hacking|intrusive|malicious activit*|\
         suspicious activit*|malicious traffic|suspicious traffic|ataque*|incidente*",
    ),
];
