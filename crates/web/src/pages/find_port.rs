//! `GET /observe/port?port=445/tcp`: leads to the port's page; the form on `/observe` sends here.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use observe::{Port, proto};

use crate::error::Failure;
use crate::observation::address::port_page;
use crate::parameters::{Mistake, Parameters};
use crate::site::Site;

pub(crate) async fn get(State(_): State<Site>, mut parameters: Parameters) -> Result<Response, Failure> {
    let Some(written) = parameters.one("port") else {
        parameters.wrong("port", Mistake::Missing);
        return parameters.finish(()).map(IntoResponse::into_response);
    };
    match meant(&written) {
        Some(port) => parameters.finish(Redirect::to(&port_page(port)).into_response()),
        None => {
            parameters.wrong("port", Mistake::NoPort(written));
            parameters.finish(()).map(IntoResponse::into_response)
        }
    }
}

/// The port as people write it: `445/tcp`, `tcp/445`, `TCP 445`, `tcp445`, or `445` alone, which is TCP.
fn meant(written: &str) -> Option<Port> {
    let written = written.trim().to_ascii_lowercase();
    match written.parse::<Port>() {
        Ok(port) if port.number.is_some() => return Some(port),
        // The one protocol that has a page as a whole. A number alone, which parses as a protocol, is meant as
        // a port.
        Ok(port) if port.proto == proto::ICMP && written == "icmp" => return Some(port),
        _ => {}
    }
    let number: String = written.chars().filter(char::is_ascii_digit).collect();
    let rest: String = written.chars().filter(char::is_ascii_alphabetic).collect();
    let protocol = if rest.is_empty() { "tcp" } else { &rest };
    format!("{number}/{protocol}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expect: Option<&str>) {
        assert_eq!(meant(written).map(|port| port.to_string()).as_deref(), expect, "{written:?}");
    }

    #[test]
    fn ports_are_understood_as_people_write_them() {
        for same in ["445/tcp", " 445 ", "tcp/445", "TCP 445", "tcp445", "445/TCP"] {
            check(same, Some("445/tcp"));
        }
        check("udp 1026", Some("1026/udp"));
        check("icmp", Some("icmp"));
        check("ping", None);
        check("70000", None);
        check("tcp", None);
        check("1", Some("1/tcp"));
        check("", None);
    }
}
