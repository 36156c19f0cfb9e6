//! `GET /observe/port?port=445/tcp`: leads to the port's page; the form on `/observe` sends here.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use observe::Port;

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
    if let Ok(port) = written.parse::<Port>() {
        // A number alone parses as a protocol; a reader means a port.
        let is_number = written.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            return Some(port);
        }
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
        check("", None);
    }
}
