pub const LOOP_HEADER: &str = "X-Hinomi-Loop";
pub fn nature(_m: &crate::Message, _mark: Option<&str>) -> crate::Nature { crate::Nature::Person }
