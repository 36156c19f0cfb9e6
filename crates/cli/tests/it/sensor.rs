//! Live sensors, from the command line.

use crate::world::World;

#[test]
fn a_sensor_is_invited_listed_and_changed_only_where_it_is_there() {
    let world = World::new();
    let invite = "sensor invite --name tokyo-1 --country JP --network university --address 192.0.2.1";

    let said = world.run(invite);
    assert_eq!(said.status, 0, "{}", said.err);
    let token = said.out.strip_suffix('\n').unwrap();
    assert!(token.starts_with("hinomi1.") && token.len() == 72, "{token}");
    assert!(said.err.contains(&format!("enroll --collector COLLECTOR:4739 --token {token}")), "{}", said.err);
    for file in ["hinomi.db", "hinomi.db-wal"] {
        let bytes = std::fs::read(world.data().join(file)).unwrap_or_default();
        assert!(!bytes.windows(token.len()).any(|some| some == token.as_bytes()), "{file}");
    }

    let said = world.run("sensor list");
    assert!(said.out.starts_with("name"), "{}", said.out);
    assert!(said.err.contains("invited, not yet enrolled: tokyo-1"), "{}", said.err);
    assert_eq!(world.answer("sensor list --format json"), "[]\n");
    assert_eq!(world.answer("sensor alarms --all"), "alarm  sensor  since  until  seen by  detail\n");
    for line in ["show tokyo-1", "retire tokyo-1", "revoke tokyo-1", "reinstate tokyo-1", "rename tokyo-1 x"]
    {
        let said = world.run(&format!("sensor {line}"));
        assert_eq!(said.status, 2, "{line}");
        assert!(said.err.contains("no live sensor \"tokyo-1\""), "{line}: {}", said.err);
    }
    for (line, reason) in [
        ("sensor invite --name Tokyo", "can't be a sensor's name"),
        ("sensor invite --name a --country JPN", "no country"),
        ("sensor invite --name a --network moon", "no kind of network"),
        ("sensor invite --name a --address tokyo.example", "no address"),
    ] {
        let said = world.run(line);
        assert_eq!(said.status, 2, "{line}");
        assert!(said.err.contains(reason), "{line}: {}", said.err);
    }
}
