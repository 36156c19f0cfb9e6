//! What goes in comes out.

use proptest::prelude::*;
use wire::Frame;

use crate::batches::batch;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_batch_comes_out_as_it_went_in(batch in batch()) {
        let bytes = batch.encode().unwrap();
        prop_assert!(bytes.len() <= batch.bound(), "{} of {}", bytes.len(), batch.bound());
        let frame = Frame::read(&bytes).unwrap();
        prop_assert_eq!((frame.first, frame.v4, frame.v6), (batch.first, batch.v4.len(), batch.v6.len()));
        prop_assert_eq!(frame.into_batch().unwrap(), batch);
    }
}
