//! What was handed over: the one thing that must be known beside the frames themselves.
//!
//! A file of two slots that are written in turn, in place, each with a serial number and a checksum; the newer whole
//! one counts. In place, because on a full disk nothing else can be written, and it is by handing over that a full
//! disk empties.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wire::Cause;

use crate::deliver::offset::Offsets;

/// Bytes of a slot. [`REMEMBERED`] receipts and the rest fit with a third to spare; were it smaller than what is
/// written, the ledger could not be saved and nothing would be delivered any more.
const SLOT: usize = 16_384;

/// Bytes before a slot's text: its checksum, and its length.
const HEADER: usize = 32 + 4;

/// Receipts that are remembered: should a collector have forgotten as much, the number of packets is still known.
const REMEMBERED: usize = 100;

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    serial: u64,
    /// Frames up to this one are the collector's, durably.
    pub acknowledged: u64,
    /// Frames up to this one may have reached the collector: they must not change any more.
    pub offered: u64,
    /// Packets in all frames that were acknowledged.
    pub packets: u64,
    /// Packets lost, by cause, as far as frames of the spool have told it.
    pub lost: std::collections::BTreeMap<Cause, u64>,
    /// What is known of the machine's clock.
    #[serde(default)]
    pub offsets: Offsets,
    /// The last receipts.
    pub receipts: VecDeque<Acknowledged>,
}

/// One receipt, as it is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The number that was acknowledged.
    pub number: u64,
    /// Packets in all frames up to there.
    pub packets: u64,
    /// The end of that frame's stretch of time.
    pub until_us: i64,
}

impl Account {
    /// Remembers a receipt.
    pub fn receive(&mut self, receipt: Acknowledged) {
        self.receipts.push_back(receipt);
        while self.receipts.len() > REMEMBERED {
            self.receipts.pop_front();
        }
    }
}

/// The file.
#[derive(Debug)]
pub(super) struct Ledger {
    file: File,
    /// What it says.
    pub account: Account,
}

impl Ledger {
    /// Opens it; makes one where there is none.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        let mut bytes = vec![0; 2 * SLOT];
        let there = read_up_to(&file, &mut bytes)?;
        let newest = bytes[..there].chunks(SLOT).filter_map(parse).max_by_key(|account| account.serial);
        if newest.is_none() {
            // Takes its room now, while there is some.
            file.write_all_at(&vec![0; 2 * SLOT], 0)?;
            file.sync_all()?;
        }
        Ok(Self { file, account: newest.unwrap_or_default() })
    }

    /// Writes down what is in [`Self::account`]. Afterwards it is on the disk, or the file says what it said before.
    pub(super) fn save(&mut self) -> io::Result<()> {
        let mut next = self.account.clone();
        next.serial += 1;
        let text = serde_json::to_vec(&next)?;
        let mut slot = Vec::with_capacity(SLOT);
        slot.extend_from_slice(&Sha256::digest(&text));
        slot.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
        slot.extend_from_slice(&text);
        if slot.len() > SLOT {
            return Err(io::Error::other("the ledger does not fit into its slot"));
        }
        let at = if next.serial.is_multiple_of(2) { 0 } else { SLOT as u64 };
        self.file.write_all_at(&slot, at)?;
        self.file.sync_data()?;
        self.account.serial = next.serial;
        Ok(())
    }
}

fn read_up_to(file: &File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut there = 0;
    while there < bytes.len() {
        match file.read_at(&mut bytes[there..], there as u64)? {
            0 => break,
            read => there += read,
        }
    }
    Ok(there)
}

fn parse(slot: &[u8]) -> Option<Account> {
    let (checksum, rest) = slot.split_at_checked(HEADER - 4)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let text = rest.get(..u32::from_le_bytes(*length) as usize)?;
    (Sha256::digest(text)[..] == *checksum).then(|| serde_json::from_slice(text).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_slot_leaves_what_was_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let mut ledger = Ledger::open(&path).unwrap();
        for number in 1..=3 {
            ledger.account.acknowledged = number;
            ledger.account.receive(Acknowledged { number, packets: number * 10, until_us: 0 });
            ledger.save().unwrap();
        }
        assert_eq!(Ledger::open(&path).unwrap().account, ledger.account);
        // Serial 3 is odd, and so in the second slot.
        ledger.file.write_all_at(b"torn", SLOT as u64 + 60).unwrap();
        let before = Ledger::open(&path).unwrap().account;
        assert_eq!((before.acknowledged, before.receipts.len()), (2, 2));
    }

    #[test]
    fn the_largest_account_fits() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(&folder.path().join("ledger")).unwrap();
        let most = u64::MAX;
        ledger.account = Account { acknowledged: most, offered: most, packets: most, ..Account::default() };
        for cause in [Cause::Kernel, Cause::SpoolFull, Cause::Disk, Cause::Damaged, Cause::Forgotten] {
            ledger.account.lost.insert(cause, most);
        }
        for _ in 0..2 * REMEMBERED {
            ledger.account.receive(Acknowledged { number: most, packets: most, until_us: i64::MIN });
        }
        ledger.save().unwrap();
    }
}
