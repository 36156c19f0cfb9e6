//! Choices as types: each has a word in cells and a text for readers.

/// An enum whose variants are words of a cell.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $word:literal, $ja:literal, $en:literal;)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$what])* $variant,)+
        }

        impl $name {
            /// All.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// What may stand in its cell.
            pub(crate) const CHOICES: &'static [$crate::shape::Choice] =
                &[$($crate::shape::Choice { word: $word, ja: $ja, en: $en },)+];

            /// The word in cells, in addresses and in names of figures.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// As readers are told.
            pub fn text(self) -> kernel::Text {
                let (ja, en) = match self { $(Self::$variant => ($ja, $en),)+ };
                kernel::Text { ja: ja.to_owned(), en: en.to_owned() }
            }

            /// The variant of this word.
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

pub(super) use words;
