//! Whatever the bytes are, an encoder loads or is refused with a sentence; nothing panics.

use proptest::prelude::*;
use xiaoer_bert::{LoadError, Pooling};

use super::model::{Model, SMALL, Shape};

const TINY: Shape = Shape { hidden: 8, heads: 2, inner: 8, layers: 1 };

fn refused(model: &Model, file: Vec<u8>) -> LoadError {
    model.load(file).expect_err("a file like this is refused")
}

proptest! {
    #[test]
    fn a_file_cut_short_is_refused(cut in any::<prop::sample::Index>()) {
        let model = Model::random(TINY, 1);
        let mut file = model.int8();
        file.truncate(cut.index(file.len()));
        prop_assert!(matches!(model.load(file), Err(LoadError::Damaged(_))));
    }

    #[test]
    fn flipped_bytes_never_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..8),
        within in prop_oneof![Just(8), Just(2_000), Just(usize::MAX)],
    ) {
        let model = Model::random(TINY, 1);
        let mut file = model.int8();
        for (at, flip) in flips {
            let at = at.index(file.len().min(within));
            file[at] ^= flip;
        }
        if let Ok(bert) = model.load(file) {
            let vectors = bert.forward(&[&[1, 2, 3], &[4]], Pooling::Mean);
            prop_assert!(vectors.iter().flatten().all(|value| value.is_finite()));
        }
    }

    #[test]
    fn any_bytes_are_refused(file in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Model::random(TINY, 1).load(file).is_err());
    }
}

#[test]
fn what_is_wrong_is_said() {
    let model = Model::random(SMALL, 1);
    let check = |change: fn(&mut Model), expected: &str| {
        let mut changed = model.clone();
        change(&mut changed);
        let error = refused(&model, changed.floats("bert.")).to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(
        |model| drop(model.tensors.remove("encoder.layer.1.output.dense.bias")),
        "have no tensor bert.encoder.layer.1.output.dense.bias",
    );
    check(
        |model| drop(model.tensors.remove("embeddings.word_embeddings.weight")),
        "have no tensor embeddings.word_embeddings.weight",
    );
    check(
        |model| {
            let (shape, _) =
                model.tensors.get_mut("encoder.layer.0.output.dense.weight").expect("it is there");
            shape.reverse();
        },
        "has the shape [80, 48], not [48, 80]",
    );
    check(
        |model| {
            let (_, values) = model.tensors.get_mut("embeddings.LayerNorm.bias").expect("it is there");
            values[3] = f32::NAN;
        },
        "embeddings.LayerNorm.bias holds something that is not a number",
    );
}
