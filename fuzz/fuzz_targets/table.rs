#![no_main]

mod lines;

/// With and without a header; the first byte chooses.
const COLUMNS: [&str; 2] = [
    "time=t,sensor=h,src=s,dst=e,proto=p,sport=o,dport=d,icmp-type=i,icmp-code=c,ttl=l,length=n,flags=f",
    "time=#1,src=#2,proto=#3,dport=#4,icmp-type=#5,flags=#6,sensor=#7",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let columns = COLUMNS[usize::from(choice & 1)].parse().expect("they are right");
    lines::check(observe::read::lines::Format::Table, Some(columns), bytes);
});
