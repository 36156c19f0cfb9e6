//! `hinomi observe top` and `series`, on some days of the sample and on rows of our own.

use crate::made::{COLUMNS, import_sample, rows};
use crate::world::World;

/// Three days of Asia/Tokyo with the last quarter's ten sensors, one of which is down for the last of them.
fn some_days() -> World {
    let world = World::new();
    import_sample(&world, 10, "2008-02-09", "2008-02-12");
    let outage = samples::outage();
    let (sensor, from, to) = (outage.sensor, outage.from, outage.to);
    world.run(&format!("observe outage --sensor {sensor} --from {from} --to {to}"));
    world
}

#[test]
fn the_top_ports_as_people_and_programs_want_them() {
    let world = some_days();
    insta::assert_snapshot!(world.session(&[
        "observe top --from 2008-02-09 --to 2008-02-12",
        "observe top --from 2008-02-09 --to 2008-02-12 --by packets --limit 3 --class scan",
        "observe top --from 2008-02-09 --to 2008-02-12 --by sources --limit 3 --time-zone UTC",
        "observe top --from 2008-02-09 --to 2008-02-12 --limit 3 --format csv",
        "observe top --from 2008-02-09 --to 2008-02-12 --limit 2 --by sources --format json",
        "observe top --from 2009-01-01 --to 2009-01-01",
        "observe top --from 2009-01-01 --to 2009-01-01 --format json",
    ]));
}

/// Sensor a has packets on 1 and 4 January 2008 UTC, sensor b on the 1st only; so nobody is up on the 5th, and
/// with a's outage nobody on the 2nd.
fn two_sensors() -> World {
    let world = World::new();
    let text = rows(&[
        ("2008-01-01T00:10:00Z", "a", "192.0.2.1", "tcp", 445),
        ("2008-01-01T00:20:00Z", "a", "192.0.2.1", "tcp", 445),
        ("2008-01-01T00:30:00Z", "b", "192.0.2.2", "tcp", 445),
        ("2008-01-01T23:30:00Z", "b", "192.0.2.2", "udp", 1026),
        ("2008-01-04T23:30:00Z", "a", "192.0.2.3", "tcp", 445),
    ]);
    world.file("rows.csv", text);
    world.answer(&format!("observe import rows.csv --columns {COLUMNS}"));
    world.answer("observe outage --sensor a --from 2008-01-02T00:00Z --to 2008-01-03T00:00Z");
    world
}

#[test]
fn a_series_by_hour_day_and_week_has_gaps_where_nobody_listened() {
    let world = two_sensors();
    let ports = "observe series --port 445/tcp --port 1026/udp --time-zone UTC";
    let days = format!("{ports} --from 2008-01-01 --to 2008-01-05 --bucket day");
    insta::assert_snapshot!(world.session(&[
        &days,
        &format!("{ports} --from 2007-12-24 --to 2008-01-13 --bucket week"),
        "observe series --port 445/tcp --from 2008-01-01 --to 2008-01-01 --bucket hour",
        "observe series --port tcp --from 2008-01-01 --to 2008-01-02 --time-zone UTC --format json",
    ]));
}

#[test]
fn a_mark_is_set_where_one_sensor_saw_more_than_half() {
    let world = two_sensors();
    insta::assert_snapshot!(
        world.session(&["observe top --from 2008-01-01 --to 2008-01-05 --time-zone UTC"])
    );
}

#[test]
fn the_organisations_zone_decides_what_a_day_is() {
    let world = two_sensors();
    let ask = "observe series --port 445/tcp --from 2008-01-01 --to 2008-01-01";
    let utc = world.answer(&format!("{ask} --time-zone UTC"));
    assert_ne!(world.answer(ask), utc, "Asia/Tokyo, unless the settings say otherwise");
    world.file("data/settings.toml", "time-zone = \"UTC\"\n");
    assert_eq!(world.answer(ask), utc);
}
