//! `POST /desk/incident/{id}/{act}` and `POST /desk/incidents/{act}`: decisions about incidents.

use account::Role;
use axum::extract::State;
use axum::response::Response;
use incident::Port;
use incident::decide::{Classification, Times};
use kernel::Lang;

use super::acts::{back, number, ticked, word};
use super::words::{from_field, no_time};
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, StaffForm};

/// About one incident.
pub(crate) async fn one(
    State(site): State<Site>,
    Path((id, act)): Path<(i64, String)>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    let (desk, who, note) = (&site.app.incident, staff.name(), form.one("note"));
    match act.as_str() {
        "classify" => desk.classify(id, &classification(&form)?, who).await?,
        "times" => desk.set_times(id, times(&site, &form, staff.lang)?, who).await?,
        "note" => desk.note_incident(id, note, who).await?,
        "merge" => desk.merge(&[id], number(form.one("into"))?, note, who).await?,
        "unmerge" => desk.unmerge(id, note, who).await?,
        "restore" => desk.restore(id, note, who).await?,
        "link" => desk.link(id, number(form.one("other"))?, note, who).await?,
        "unlink" => desk.unlink(id, number(form.one("other"))?, who).await?,
        act => decide(&site, act, &[id], note, who).await?,
    }
    Ok(back(&form, &format!("/desk/incident/{id}")))
}

/// About those that are ticked.
pub(crate) async fn many(
    State(site): State<Site>,
    Path(act): Path<String>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    let (ids, note, who) = (ticked(&form)?, form.one("note"), staff.name());
    match act.as_str() {
        "merge" => {
            let into = number(form.one("into"))?;
            let ids: Vec<i64> = ids.into_iter().filter(|id| *id != into).collect();
            site.app.incident.merge(&ids, into, note, who).await?;
        }
        act => decide(&site, act, &ids, note, who).await?,
    }
    Ok(back(&form, "/desk/incidents"))
}

async fn decide(site: &Site, act: &str, ids: &[i64], note: &str, who: &str) -> Result<(), Failure> {
    let desk = &site.app.incident;
    match act {
        "close" => desk.close_incidents(ids, note, who).await?,
        "reopen" => desk.reopen_incidents(ids, note, who).await?,
        "withdraw" => desk.withdraw(ids, note, who).await?,
        _ => return Err(Failure::NotFound),
    }
    Ok(())
}

fn classification(form: &Fields) -> Result<Classification, Failure> {
    let refinement = form.one("refinement");
    Ok(Classification {
        kind: word(form.one("kind"))?,
        rsit: form.one("rsit").to_owned(),
        refinement: if refinement.is_empty() { None } else { Some(word(refinement)?) },
        ports: ports(form.one("ports"))?,
        many_ports: form.one("many_ports") == "yes",
    })
}

/// Ports as people write them: `22/tcp 80`, with blanks or commas between.
fn ports(written: &str) -> Result<Vec<Port>, Failure> {
    let words = written.split(|c: char| c.is_whitespace() || matches!(c, ',' | '、' | ';'));
    let port = |word: &str| {
        let (number, protocol) = word.split_once('/').unwrap_or((word, ""));
        let protocol = protocol.to_ascii_lowercase();
        let known = protocol.len() <= 8 && protocol.bytes().all(|b| b.is_ascii_lowercase());
        let number = number.parse().ok().filter(|_| known);
        number
            .map(|number| Port { protocol, number })
            .ok_or_else(|| Failure::Refused(format!("{word:?} is no port: write 22/tcp or 22")))
    };
    words.filter(|word| !word.is_empty()).map(port).collect()
}

fn times(site: &Site, form: &Fields, lang: Lang) -> Result<Times, Failure> {
    let time = |name| {
        from_field(form.one(name), site.zone()).map_err(|written| Failure::Refused(no_time(&written, lang)))
    };
    Ok(Times { first: time("first")?, last: time("last")?, zone_known: form.one("zone_known") == "yes" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read_as_people_write_them() {
        let read =
            |written| ports(written).map(|ports| ports.iter().map(Port::to_string).collect::<Vec<_>>());
        assert_eq!(read(" 22/TCP, 80、53/udp ").unwrap(), ["22/tcp", "80", "53/udp"]);
        assert_eq!(read("").unwrap(), Vec::<String>::new());
        for wrong in ["ssh", "70000", "22/tcp/x", "22/<b>", "-1"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
