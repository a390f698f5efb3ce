use proptest::prelude::*;
use xiaoer_bert::{Bert, Config, Kernel, Pooling, Weights};

use super::model::{Model, POSITIONS, SMALL, Shape, WORDS, cosine};

fn bits(vectors: &[Vec<f32>]) -> Vec<Vec<u32>> {
    vectors.iter().map(|vector| vector.iter().map(|value| value.to_bits()).collect()).collect()
}

fn small() -> Bert {
    let model = Model::random(SMALL, 1);
    model.load(model.int8()).expect("the model is whole")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn all_kernels_give_the_same_bits(
        (heads, head, inner) in (1..5_usize, 1..40_usize, 1..100_usize),
        texts in prop::collection::vec(prop::collection::vec(0..WORDS as u32, 0..POSITIONS), 1..9),
        seed in any::<u64>(),
    ) {
        let model = Model::random(Shape { hidden: heads * head, heads, inner, layers: 1 }, seed);
        let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
        let mut found: Vec<(Kernel, Vec<Vec<u32>>)> = Vec::new();
        for kernel in Kernel::available() {
            let bert = model.load(model.int8()).expect("the model is whole").with_kernel(kernel);
            found.push((kernel, bits(&bert.forward(&texts, Pooling::Mean))));
        }
        for (kernel, vectors) in &found[1..] {
            prop_assert_eq!(vectors, &found[0].1, "{:?} and {:?}", kernel, found[0].0);
        }
    }

    #[test]
    fn a_text_does_not_depend_on_its_neighbours(
        texts in prop::collection::vec(prop::collection::vec(0..WORDS as u32, 0..POSITIONS), 1..40),
    ) {
        let bert = small();
        let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
        for pooling in [Pooling::Mean, Pooling::Cls] {
            let together = bits(&bert.forward(&texts, pooling));
            let apart: Vec<_> = texts.iter().flat_map(|text| bits(&bert.forward(&[text], pooling))).collect();
            prop_assert_eq!(together, apart);
        }
    }
}

#[test]
fn odd_texts_have_vectors_too() {
    let bert = small();
    let long: Vec<u32> = (0..100).map(|at| at % 60).collect();
    let check = |text: &[u32], same_as: Option<&[u32]>| {
        let [vector, other] =
            [text, same_as.unwrap_or(text)].map(|text| bert.forward(&[text], Pooling::Mean).remove(0));
        assert_eq!(vector, other, "{text:?}");
        assert!(vector.len() == SMALL.hidden && vector.iter().all(|value| value.is_finite()), "{text:?}");
    };
    check(&[], None);
    check(&long, Some(&long[..POSITIONS]));
    check(&[1, 60, u32::MAX], None);
    check(&[1, 60, 2], Some(&[1, u32::MAX, 2]));
    assert_eq!(bert.forward(&[], Pooling::Mean), Vec::<Vec<f32>>::new());
    assert_eq!(bert.forward(&[&[]], Pooling::Cls), [vec![0.0; SMALL.hidden]]);
}

#[test]
fn pooling_takes_the_mean_or_the_first_token() {
    let bert = small();
    let both =
        |text: &[u32]| [Pooling::Mean, Pooling::Cls].map(|pooling| bert.forward(&[text], pooling).remove(0));
    let [mean, first] = both(&[5]);
    assert_eq!(mean, first);
    let [mean, first] = both(&[5, 6]);
    assert!(cosine(&mean, &first) < 0.999);
}

#[test]
fn threads_share_one_encoder() {
    let bert = small();
    let text: &[u32] = &[3, 1, 4, 1, 5];
    let expected = bert.forward(&[text], Pooling::Mean);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| bert.forward(&[text], Pooling::Mean))).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("no thread panics"), expected);
        }
    });
}

#[test]
fn files_of_every_kind_mean_the_same() {
    let model = Model::random(SMALL, 7).on_the_grid();
    let texts: [&[u32]; 2] = [&[1, 2, 3], &[40, 50, 1, 1, 2]];
    let expected = model.load(model.int8()).expect("the model is whole").forward(&texts, Pooling::Mean);
    let check = |what: &str, config: serde_json::Value, file: Vec<u8>| {
        let config = Config::parse(config.to_string().as_bytes()).expect("the configuration is right");
        let bert = Bert::load(config, Weights::Owned(file)).unwrap_or_else(|error| panic!("{what}: {error}"));
        for (found, expected) in bert.forward(&texts, Pooling::Mean).iter().zip(&expected) {
            assert!(cosine(found, expected) > 0.9999, "{what}");
        }
    };
    for prefix in ["", "bert.", "roberta.", "0.auto_model."] {
        check(prefix, model.config(), model.floats(prefix));
    }

    // The names of the first BERT's norms.
    let mut old = model.clone();
    old.tensors = old
        .tensors
        .into_iter()
        .map(|(name, tensor)| {
            let new = name
                .replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta");
            (new, tensor)
        })
        .collect();
    check("gamma and beta", old.config(), old.floats("bert."));

    // The positions of RoBERTa's tokens begin after the padding id.
    let mut shifted = model.clone();
    let (shape, rows) =
        shifted.tensors.get_mut("embeddings.position_embeddings.weight").expect("it is there");
    shape[0] += 2;
    rows.splice(0..0, vec![9.0; 2 * SMALL.hidden]);
    let mut config = shifted.config();
    config["model_type"] = "xlm-roberta".into();
    config["pad_token_id"] = 1.into();
    config["max_position_embeddings"] = (POSITIONS + 2).into();
    check("xlm-roberta", config, shifted.floats("roberta."));
}
