//! The question behind a figure: a list and what narrows it, written as path and query.
//!
//! `packets?port=445/tcp&period=2008Q1`, `series?port=icmp&period=2008Q1`, `sensors?period=2008Q1`.

use kernel::Period;

use crate::error::Error;
use crate::port::Port;

/// A list of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// Packets, of one port where it is given.
    Packets { port: Option<Port>, period: Period },
    /// Days with a port's packets and the sensors alive: what an average is made of.
    Days { port: Port, period: Period },
    /// Sensors that were alive.
    Sensors { period: Period },
}

impl Question {
    /// Reads a question.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let unknown = || Error::Refused(format!("{text}: there is no such question"));
        let (list, query) = text.split_once('?').ok_or_else(unknown)?;
        let (mut port, mut period) = (None, None);
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some(("port", value)) => {
                    port = Some(value.parse::<Port>().map_err(|error| Error::Refused(error.to_string()))?);
                }
                Some(("period", value)) => {
                    period =
                        Some(value.parse::<Period>().map_err(|error| Error::Refused(error.to_string()))?);
                }
                _ => return Err(unknown()),
            }
        }
        match (list, port, period.ok_or_else(unknown)?) {
            ("packets", port, period) => Ok(Self::Packets { port, period }),
            ("series", Some(port), period) => Ok(Self::Days { port, period }),
            ("sensors", None, period) => Ok(Self::Sensors { period }),
            _ => Err(unknown()),
        }
    }

    /// How it is written.
    pub(crate) fn written(self) -> String {
        match self {
            Self::Packets { port: None, period } => format!("packets?period={period}"),
            Self::Packets { port: Some(port), period } => format!("packets?port={port}&period={period}"),
            Self::Days { port, period } => format!("series?port={port}&period={period}"),
            Self::Sensors { period } => format!("sensors?period={period}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_read_as_it_is_written() {
        let period: Period = "2008Q1".parse().unwrap();
        let check = |written: &str, question: Question| {
            assert_eq!(Question::parse(written).unwrap(), question);
            assert_eq!(question.written(), written);
        };
        check("packets?period=2008Q1", Question::Packets { port: None, period });
        check("packets?port=445/tcp&period=2008Q1", Question::Packets { port: Some(Port::tcp(445)), period });
        check("series?port=icmp&period=2008Q1", Question::Days { port: Port::whole(1), period });
        check("sensors?period=2008Q1", Question::Sensors { period });
    }

    #[test]
    fn what_is_no_question_is_refused() {
        for wrong in [
            "",
            "packets",
            "packets?",
            "packets?port=445/tcp",
            "packets?port=445&period=2008Q1",
            "packets?period=2008Q9",
            "packets?period=2008Q1&sensor=a",
            "series?period=2008Q1",
            "sensors?port=445/tcp&period=2008Q1",
            "hosts?period=2008Q1",
        ] {
            assert!(matches!(Question::parse(wrong), Err(Error::Refused(_))), "{wrong}");
        }
    }
}
