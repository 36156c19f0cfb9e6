//! The lake in a ClickHouse cluster: the same answers as the lake of files, and nothing lost or doubled when a server
//! dies.

mod contract;
mod killed;
mod retention;
mod servers;
mod today;
mod world;
