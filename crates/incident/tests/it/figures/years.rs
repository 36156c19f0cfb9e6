use crate::world::World;
use incident::Channel;
use incident::intake::{Arrival, Content, When};
use jiff::{SignedDuration, Timestamp};
use kernel::Stretch;
use std::time::Instant;

#[tokio::test]
#[ignore = "by hand"]
async fn twenty_years() {
    let world = World::new().await;
    let mut at: Timestamp = "1988-04-01T03:00:00Z".parse().unwrap();
    let mut n = 0_u32;
    for _ in 0..73 {
        let mut some = Vec::new();
        for _ in 0..100 {
            at += SignedDuration::from_hours(24);
            let mut body = String::new();
            for _ in 0..14 {
                n += 1;
                body += &format!(
                    "Port scan from {} to port {}/tcp.\n",
                    std::net::Ipv4Addr::from(0xC612_0000 + n % 100_000),
                    1 + n % 3000
                );
            }
            let mail = format!("From: a@x.t{}\nSubject: scan\nMessage-ID: <{n}@x>\n\n{body}", n % 200);
            some.push(Arrival {
                content: Content::Bytes(mail.replace('\n', "\r\n").into_bytes()),
                name: String::new(),
                channel: Some(Channel::Mail),
                when: When::At(at),
                receipt: None,
            });
        }
        world.desk.receive(some).await.unwrap();
    }
    println!("{:?}", world.desk.count_incidents(&Default::default()).await.unwrap());
    for _ in 0..2 {
        for p in ["1988-04-01..2008-03-31", "2008Q1", "2007-01-01..2008-03-31"] {
            let period = p.parse().unwrap();
            let t = Instant::now();
            let f = world.desk.figures(period).await.unwrap();
            println!("figures {p} {} {:?}", f.len(), t.elapsed());
            let t = Instant::now();
            let s = world.desk.statistics(period).await.unwrap();
            println!("statistics {p} {} {:?}", s.months.len(), t.elapsed());
            let t = Instant::now();
            let r = world
                .desk
                .records(
                    &f.iter().find(|f| f.id == "incident.kind.scan").unwrap().evidence,
                    Stretch { skip: 0, limit: 100 },
                )
                .await
                .unwrap();
            println!("records {} {:?}", r.total, t.elapsed());
            let t = Instant::now();
            let r = world
                .desk
                .records(
                    &f.iter().find(|f| f.id == "incident.scan.port.7").unwrap().evidence,
                    Stretch { skip: 0, limit: 100 },
                )
                .await
                .unwrap();
            println!("records port {} {:?}", r.total, t.elapsed());
            let t = Instant::now();
            let mut all = 0;
            if p != "1988-04-01..2008-03-31" {
                for f in &f {
                    all +=
                        world.desk.records(&f.evidence, Stretch { skip: 0, limit: 0 }).await.unwrap().total;
                }
            }
            println!("all records {all} {:?}", t.elapsed());
        }
    }
}
