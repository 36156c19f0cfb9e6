//! What JPCERT/CC has published about April 2004 to March 2008: numbers by month, and for two quarters more.
//!
//! The months are those of its table of incident statistics; types that the table has no figure for in those
//! years (denial of service, targeted attacks) are part of the others. The rest is from the activity reports
//! for January to March 2008 and for April to June 2004. Facts only; everything else here is made up from them.

use jiff::civil::Date;

/// The published figures of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// Incident reports received.
    pub reports: u32,
    /// Notifications sent (cases coordinated).
    pub notifications: u32,
    /// Incidents of scanning.
    pub scan: u32,
    /// Defaced web sites: what the activity report calls intrusion.
    pub defacement: u32,
    /// Phishing sites.
    pub phishing: u32,
    /// Malware sites: with `other`, what the activity report calls other.
    pub malware: u32,
    /// Everything else.
    pub other: u32,
}

impl Counts {
    /// Incidents of all published types together.
    pub const fn typed(&self) -> u32 {
        self.scan + self.defacement + self.phishing + self.malware + self.other
    }

    /// Forged mail, for which the table has no column: the reports that hold no incident of any other type.
    ///
    /// In five of the 48 months there are more reports than incidents. The activity reports of those years count
    /// mail with forged senders as a type of its own, so this is where such reports are taken to belong.
    pub const fn forged(&self) -> u32 {
        self.reports.saturating_sub(self.typed())
    }

    /// Incidents of all types.
    pub const fn incidents(&self) -> u32 {
        self.typed() + self.forged()
    }

    /// The first day of the month.
    pub(super) const fn first_day(&self) -> Date {
        jiff::civil::date(self.year, self.month, 1)
    }

    /// Numbers the quarters: equal for the three months of one.
    pub(super) const fn quarter(&self) -> u64 {
        self.year as u64 * 4 + (self.month as u64 - 1) / 3
    }
}

/// The published months, April 2004 to March 2008.
pub fn published() -> &'static [Counts] {
    &MONTHS
}

/// What the activity report for January to March 2008 has besides: messages other than incident reports.
pub const OTHER_MESSAGES_2008_Q1: u32 = 85;

/// The table's columns, in the order of the fields of [`Counts`].
const fn month(
    year: i16,
    month: i8,
    [reports, notifications, scan, defacement, phishing, malware, other]: [u32; 7],
) -> Counts {
    Counts { year, month, reports, notifications, scan, defacement, phishing, malware, other }
}

static MONTHS: [Counts; 48] = [
    month(2004, 4, [225, 29, 206, 4, 3, 9, 3]),
    month(2004, 5, [367, 26, 341, 1, 3, 10, 13]),
    month(2004, 6, [328, 49, 312, 1, 2, 6, 6]),
    month(2004, 7, [542, 31, 532, 0, 3, 4, 4]),
    month(2004, 8, [497, 13, 486, 1, 1, 6, 3]),
    month(2004, 9, [710, 41, 640, 1, 0, 2, 2]),
    month(2004, 10, [470, 74, 461, 0, 4, 4, 1]),
    month(2004, 11, [927, 79, 910, 1, 7, 7, 2]),
    month(2004, 12, [506, 41, 493, 0, 7, 6, 1]),
    month(2005, 1, [454, 68, 431, 1, 11, 8, 4]),
    month(2005, 2, [395, 58, 366, 0, 18, 11, 8]),
    month(2005, 3, [391, 85, 363, 2, 16, 4, 5]),
    month(2005, 4, [289, 94, 252, 2, 23, 3, 13]),
    month(2005, 5, [204, 100, 159, 3, 27, 6, 18]),
    month(2005, 6, [202, 108, 164, 1, 28, 9, 7]),
    month(2005, 7, [191, 79, 165, 3, 24, 1, 1]),
    month(2005, 8, [259, 148, 227, 3, 29, 2, 5]),
    month(2005, 9, [217, 141, 186, 5, 24, 2, 1]),
    month(2005, 10, [252, 145, 218, 1, 34, 4, 19]),
    month(2005, 11, [286, 177, 260, 1, 31, 2, 5]),
    month(2005, 12, [289, 207, 229, 0, 37, 2, 12]),
    month(2006, 1, [364, 140, 199, 4, 27, 6, 153]),
    month(2006, 2, [199, 126, 145, 1, 31, 3, 22]),
    month(2006, 3, [200, 107, 157, 1, 26, 2, 17]),
    month(2006, 4, [229, 126, 134, 0, 54, 1, 47]),
    month(2006, 5, [217, 136, 117, 0, 60, 1, 44]),
    month(2006, 6, [183, 80, 89, 8, 49, 2, 55]),
    month(2006, 7, [265, 82, 68, 0, 57, 1, 142]),
    month(2006, 8, [212, 91, 86, 1, 47, 15, 87]),
    month(2006, 9, [193, 79, 65, 0, 55, 4, 85]),
    month(2006, 10, [149, 79, 57, 1, 53, 3, 36]),
    month(2006, 11, [111, 74, 57, 1, 36, 1, 32]),
    month(2006, 12, [139, 56, 78, 0, 31, 1, 27]),
    month(2007, 1, [160, 104, 81, 1, 48, 3, 31]),
    month(2007, 2, [185, 65, 57, 0, 102, 1, 31]),
    month(2007, 3, [160, 87, 77, 3, 58, 1, 30]),
    month(2007, 4, [193, 83, 77, 0, 37, 1, 84]),
    month(2007, 5, [233, 72, 86, 0, 51, 1, 100]),
    month(2007, 6, [225, 101, 75, 0, 49, 1, 106]),
    month(2007, 7, [289, 214, 140, 3, 97, 0, 128]),
    month(2007, 8, [217, 270, 234, 0, 54, 1, 60]),
    month(2007, 9, [200, 245, 201, 0, 57, 2, 51]),
    month(2007, 10, [243, 235, 222, 1, 50, 4, 60]),
    month(2007, 11, [196, 204, 207, 0, 45, 1, 58]),
    month(2007, 12, [211, 183, 154, 1, 68, 2, 52]),
    month(2008, 1, [194, 143, 112, 1, 50, 3, 62]),
    month(2008, 2, [148, 145, 49, 0, 63, 1, 55]),
    month(2008, 3, [203, 204, 139, 9, 75, 1, 64]),
];

/// A quarter's reports by the top-level domain of their sender; the rest of them come by FAX, without a domain.
pub(super) type Senders = &'static [(&'static str, u32)];

/// January to March 2008. The report names the first six; the others are ours.
pub(super) const SENDERS_2008_Q1: Senders = &[
    ("jp", 228),
    ("org", 135),
    ("com", 82),
    ("br", 41),
    ("pl", 19),
    ("edu", 12),
    ("net", 8),
    ("de", 4),
    ("kr", 4),
    ("au", 3),
    ("tw", 2),
    ("fr", 1),
];

/// April to June 2004. The report names the first four; the others are ours.
pub(super) const SENDERS_2004_Q2: Senders =
    &[("au", 451), ("jp", 225), ("net", 189), ("com", 19), ("org", 12), ("de", 8), ("kr", 6), ("tw", 4)];

/// Any other quarter, in thousandths: ours.
pub(super) const SENDERS_USUAL: Senders = &[
    ("jp", 450),
    ("org", 180),
    ("com", 150),
    ("net", 60),
    ("br", 50),
    ("pl", 30),
    ("edu", 25),
    ("de", 20),
    ("kr", 10),
    ("au", 10),
];

/// The destination ports of a quarter's scan incidents; 0 stands for many ports at once.
pub(super) type Ports = &'static [(u16, u32)];

/// January to March 2008: 301 ports of 300 incidents, as one of them has two.
pub(super) const PORTS_2008_Q1: Ports =
    &[(80, 151), (22, 123), (5900, 6), (10000, 4), (21, 3), (20000, 3), (0, 11)];

/// Quarters up to 2005, the years of the Windows worms, in thousandths: ours.
pub(super) const PORTS_OF_WORMS: Ports = &[
    (445, 260),
    (135, 180),
    (22, 150),
    (139, 90),
    (80, 80),
    (1433, 60),
    (1025, 40),
    (5554, 40),
    (9898, 30),
    (21, 20),
    (6129, 20),
    (0, 30),
];

/// Quarters from 2006 on, in thousandths: ours.
pub(super) const PORTS_OF_SERVERS: Ports =
    &[(22, 420), (80, 330), (445, 50), (135, 40), (1433, 40), (5900, 40), (21, 20), (10000, 20), (0, 40)];
