//! What is no frame, each with its own reason and place.

use wire::{Batch, ColumnFault, EncodeError, Frame, FrameError, Loss, MAX_FRAME};

use crate::examples::batch_1;
use crate::sealed;

fn check(bytes: &[u8], expect: FrameError) {
    let found = Frame::read(bytes).and_then(Frame::into_batch);
    assert_eq!(found.as_ref(), Err(&expect));
    let text = expect.to_string();
    assert!(!text.is_empty() && !text.contains(['{', '}']), "{text}");
}

/// The first example with these bytes at `at`, and the checksum that it then has.
fn changed(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut frame = batch_1().encode().unwrap();
    frame[at..at + bytes.len()].copy_from_slice(bytes);
    sealed::seal(frame)
}

fn header(at: usize, reason: &'static str) -> FrameError {
    FrameError::Header { at, reason }
}

#[test]
fn a_frame_that_ends_early_is_truncated_wherever_it_ends() {
    let frame = batch_1().encode().unwrap();
    for there in 0..frame.len() {
        let wanted = if there < 96 { 96 } else { frame.len() };
        check(&frame[..there], FrameError::Truncated { wanted, there });
    }
}

#[test]
fn no_bit_can_be_turned_unnoticed() {
    let frame = batch_1().encode().unwrap();
    for bit in 0..frame.len() * 8 {
        let mut turned = frame.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        let error = Frame::read(&turned).unwrap_err();
        let is_right = match bit / 8 {
            0..4 => error == FrameError::Magic,
            4 => matches!(error, FrameError::Version(_)),
            8..12 => matches!(
                error,
                FrameError::Length(_) | FrameError::Truncated { .. } | FrameError::Trailing { .. }
            ),
            _ => matches!(error, FrameError::Checksum { at: 336, .. }),
        };
        assert!(is_right, "bit {bit}: {error}");
    }
}

#[test]
fn headers_that_no_sensor_writes() {
    let length = batch_1().encode().unwrap().len();
    let longer = [batch_1().encode().unwrap(), vec![0]].concat();
    check(&longer, FrameError::Trailing { length, there: length + 1 });
    check(&[longer.clone(), longer].concat(), FrameError::Trailing { length, there: 2 * length + 2 });
    check(&changed(4, &[2]), FrameError::Version(2));
    check(&changed(4, &[0]), FrameError::Version(0));
    check(&changed(8, &103_u32.to_le_bytes()), FrameError::Length(103));
    let large = MAX_FRAME as u32 + 1;
    check(&changed(8, &large.to_le_bytes()), FrameError::Length(large));
    check(&changed(8, &u32::MAX.to_le_bytes()), FrameError::Length(u32::MAX));
    for at in [5, 6, 7, 14, 15] {
        check(&changed(at, &[1]), header(at, "a reserved byte is not 0"));
    }
    check(&changed(72, &65_536_u32.to_le_bytes()), FrameError::Packets(65_537));
    check(&changed(72, &[0xff; 8]), FrameError::Packets(2 * u64::from(u32::MAX)));
    check(&changed(12, &257_u16.to_le_bytes()), FrameError::Losses(257));
    check(&changed(12, &256_u16.to_le_bytes()), header(12, "more losses than the frame has room for"));
    check(&changed(32, &[0]), header(32, "numbers begin with 1"));
    check(&changed(32, &[8]), header(40, "the last number is before the first"));
    check(&changed(40, &[8]), header(40, "frames drawn together have no packets"));
    check(&changed(96, &[5]), header(96, "a cause that is not known"));
}

/// A frame of 100 packets with these columns.
fn columns(columns: &[u8], at: usize, column: u8, fault: ColumnFault) {
    check(&sealed::frame(100, 0, 0, columns), FrameError::Column { at: 96 + at, column, fault });
}

/// A column in zstd.
fn packed(column: u8, coding: u8, plain: &[u8]) -> Vec<u8> {
    let zipped = zstd::bulk::compress(plain, 3).unwrap();
    [&[column, coding], &(zipped.len() as u32).to_le_bytes()[..], &zipped].concat()
}

#[test]
fn columns_that_no_sensor_writes() {
    use ColumnFault::{Coding, Dictionary, Place, Short, Unknown, Unpack, Value, Width};
    let proto = [2, 0x00, 6];
    let with = |rest: &[u8]| [&proto, rest].concat();
    columns(&[0], 0, 0, Unknown);
    columns(&[15, 0, 1], 0, 15, Unknown);
    columns(&[127, 0, 1], 0, 127, Unknown);
    columns(&with(&proto), 3, 2, Unknown);
    columns(&with(&[1, 0, 1]), 3, 1, Unknown);
    columns(&with(&[200, 0, 0, 0, 0, 2, 0, 6]), 8, 2, Unknown);
    columns(&[200, 0, 0, 0, 0, 200, 0, 0, 0, 0], 5, 200, Unknown);

    columns(&[2, 0x04], 1, 2, Coding(4));
    columns(&[2, 0x0f], 1, 2, Coding(15));
    columns(&[3, 0x13, 1, 0, 0x13], 4, 3, Coding(3));
    columns(&[2, 0x10], 1, 2, Width(2));
    columns(&[4, 0x30], 1, 4, Width(8));
    columns(&[4, 0xf0], 1, 4, Width(1 << 15));

    columns(&[2], 1, 2, Short);
    columns(&[4, 0x20, 1, 2, 3], 2, 4, Short);
    columns(&[2, 0x01, 6], 2, 2, Short);
    columns(&[2, 0x02, 6, 0, 0], 2, 2, Short);
    columns(&[2, 0x02, 9, 0, 0, 0, 1], 6, 2, Short);
    columns(&[2, 0x02, 255, 255, 255, 255], 6, 2, Short);
    columns(&with(&[200, 1, 0, 0, 0]), 8, 200, Short);

    columns(&[2, 0x02, 0, 0, 0, 0], 2, 2, Unpack(100));
    columns(&[2, 0x02, 4, 0, 0, 0, 1, 2, 3, 4], 2, 2, Unpack(100));
    columns(&packed(2, 0x02, &[6; 99]), 2, 2, Unpack(100));
    columns(&packed(2, 0x02, &[6; 101]), 2, 2, Unpack(100));
    columns(&packed(4, 0x22, &[6; 101]), 2, 4, Unpack(400));

    columns(&[3, 0x13, 100, 0], 1, 3, Dictionary(101));
    columns(&[3, 0x13, 255, 255], 1, 3, Dictionary(65_536));
    let places = [&[3, 0x13, 1, 0, 0x11, 22, 0, 80, 0, 0x01][..], &[1; 99], &[2]].concat();
    columns(&places, 1, 3, Place { place: 2, values: 2 });
    columns(&[3, 0x13, 0, 0, 0x10, 22, 0, 0x10, 1, 0], 1, 3, Place { place: 1, values: 1 });

    columns(&[13, 0x00, 128], 0, 13, Value(128));
    columns(&[14, 0x00, 4], 0, 14, Value(4));
}

#[test]
fn contents_that_are_too_long_are_refused_before_they_are_unpacked() {
    let fault = |at, fault| FrameError::Column { at, column: 80, fault };
    // 100 packets of the longest content and one byte more; 65,535 of half the longest.
    check(&sealed::frame(100, 0, 0, &[80, 0x10, 1, 4]), fault(96, ColumnFault::Payload(102_500)));
    let total = 65_535 * 512;
    check(&sealed::frame(u16::MAX, 0, 0, &[80, 0x10, 0, 2]), fault(96, ColumnFault::Payload(total)));
    check(
        &sealed::frame(100, 0, 0, &[&[80, 0x00, 2][..], &packed(81, 0x02, &[0; 199])].concat()),
        FrameError::Column { at: 101, column: 81, fault: ColumnFault::Unpack(200) },
    );
}

#[test]
fn a_bomb_is_refused_by_the_size_that_it_must_have() {
    let bomb = packed(2, 0x02, &vec![0; 64 << 20]);
    assert!(bomb.len() < 16 << 10, "{}", bomb.len());
    columns(&bomb, 2, 2, ColumnFault::Unpack(100));
    // Many packets and no bytes for them: no room is made for values that are not there.
    let many = sealed::frame(u16::MAX, 0, 0, &[7, 0x21, 1, 2, 3, 4]);
    check(&many, FrameError::Column { at: 98, column: 7, fault: ColumnFault::Short });
}

#[test]
fn columns_of_the_future_are_skipped() {
    let frame = sealed::frame(100, 0, 0, &[2, 0x00, 17, 128, 3, 0, 0, 0, 1, 2, 3, 255, 0, 0, 0, 0]);
    let batch = Frame::read(&frame).unwrap().into_batch().unwrap();
    assert_eq!((batch.v4.len(), batch.v4[99].proto), (100, 17));
}

#[test]
fn batches_that_no_frame_can_say() {
    let check = |batch: &Batch, expect| assert_eq!(batch.encode(), Err(expect));
    let one = || Batch { first: 1, last: 1, ..Batch::default() };
    let packets = |count| vec![capture::Packet::default(); count];
    let loss = Loss { cause: wire::Cause::Disk, packets: 1, from_us: 0, until_us: 1 };
    check(
        &Batch::default(),
        EncodeError::Order("numbers begin with 1, and the last is not before the first"),
    );
    check(
        &Batch { first: 2, ..one() },
        EncodeError::Order("numbers begin with 1, and the last is not before the first"),
    );
    check(
        &Batch { last: 2, v4: packets(1), ..one() },
        EncodeError::Order("frames drawn together have no packets"),
    );
    check(&Batch { v4: packets(65_537), ..one() }, EncodeError::Packets(65_537));
    check(&Batch { losses: vec![loss; 257], ..one() }, EncodeError::Losses(257));
    check(&Batch { v4: packets(1), payloads: vec![vec![0; 1_025]], ..one() }, EncodeError::Payload(1_025));
    check(
        &Batch { v4: packets(1), payloads: vec![Vec::new(); 2], ..one() },
        EncodeError::Payloads { payloads: 2, packets: 1 },
    );
    let large = Batch { v4: packets(4_096), payloads: vec![vec![0; 1_024]; 4_096], ..one() };
    check(&large, EncodeError::Size(large.bound()));
}
