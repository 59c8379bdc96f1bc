"""The X-ray shows the very tensor; each variant's logit is that of the tensor it says; what cannot be done says why."""

import io
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageOps

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.preparing import CHANGED, NO_JPEG, Prepared, Workshop
from alpaca_gui.explain.tensor_numbers import tensor_numbers
from alpaca_gui.explain.ways import AS_IT_IS, Turn, ways
from alpaca_gui.explain.xray import Variant, Xray, xray
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import FITS, Preprocessing, Tensor
from alpaca_gui.imaging.source import FileSource, MemorySource, PixelSource
from alpaca_gui.resources import shipped_samples
from tests.imaging.pictures import STORED_FOR, encoded, exif, oriented

SIDE = 260
NAMES = (
    "as the model does",
    "squash",
    "centre crop",
    "pad",
    "orientation ignored",
    "draft decoding",
    "bilinear",
    "bicubic",
    "bilinear without antialiasing",
    "nearest",
    "pixels 0 to 1",
    "pixels 0 to 255",
    "pixels -1 to 1",
    "ImageNet mean and deviation",
    "red and blue exchanged",
    "scaled twice",
)
SAMPLE = shipped_samples() / "drawn-alpaca.jpg"


def scene(width: int, height: int) -> NDArray[np.uint8]:
    """A picture in which every fit, turn and resampling shows: slopes, and noise over them."""
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(3).integers(-30, 30, (height, width, 3))
    slopes = np.stack([255 * x / width, 255 * y / height, np.full(x.shape, 120)], axis=-1)
    return np.clip(slopes + noise, 0, 255).astype(np.uint8)


def rotated(orientation: int = 6, width: int = 700, height: int = 560) -> MemorySource:
    """A photograph as a telephone writes it."""
    return MemorySource(oriented(scene(width, height), "JPEG", orientation), "turned.jpg")


def by_name(found: Xray) -> dict[str, Variant]:
    return {variant.name: variant for variant in found.variants}


def answer_of(bundle: ModelBundle, pixels: NDArray[np.float64] | NDArray[np.float32]) -> float:
    """The model's logit for (height, width, 3) numbers, by LiteRT alone."""
    runner = Interpreter(model_content=bundle.litert, num_threads=1)
    runner.allocate_tensors()
    signature = runner.get_signature_runner()
    (entry,) = signature.get_input_details()
    return float(signature(**{entry: pixels.astype(np.float32)[np.newaxis]})["logit"].item())


# What the model saw.


def test_the_picture_that_is_shown_is_byte_for_byte_what_the_classifier_ran_on(
    bundle: ModelBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[bytes] = []
    original = Classifier.run

    def run(self: Classifier, tensor: Tensor) -> Evidence:
        ran.append(tensor.tobytes())
        return original(self, tensor)

    monkeypatch.setattr(Classifier, "run", run)
    lens = Lens(bundle)
    seen = lens.look(FileSource(SAMPLE))
    found = xray(lens, seen)
    assert lens.preprocessing.scaled(found.view[np.newaxis]).tobytes() == ran[0]
    assert np.array_equal(found.view, found.variants[0].view)
    for variant in found.variants:
        if variant.logit is not None and not variant.same and variant.name in NAMES[:10]:
            assert lens.preprocessing.scaled(variant.view[np.newaxis]).tobytes() in ran[1:], variant.name


def test_its_numbers_are_those_of_the_tensor(lens: Lens) -> None:
    seen = lens.look(FileSource(SAMPLE))
    found = xray(lens, seen)
    tensor = seen.tensor[0].astype(np.float64)
    assert (found.low, found.high) == (tensor.min(), tensor.max())
    assert found.mean == pytest.approx(tensor.mean(), abs=1e-9)
    assert (found.numbers.shape, found.numbers.dtype) == ((SIDE, SIDE, 3), "float32")
    for index, channel in enumerate(found.numbers.channels):
        one = tensor[..., index]
        assert (channel.low, channel.high) == (one.min(), one.max())
        assert channel.mean == pytest.approx(one.mean(), abs=1e-9)
        values, counts = np.unique(one, return_counts=True)
        there = channel.counts > 0
        assert np.array_equal(channel.values[there], values)
        assert np.array_equal(channel.counts[there], counts)


@given(st.integers(1, 9), st.integers(1, 9), st.floats(-3, 3), st.floats(-3, 3))
def test_numbers_of_any_small_tensor_are_numpy_s(width: int, height: int, scale: float, offset: float) -> None:
    pixels = scene(width, height)
    step = Preprocessing(width, height, scale=scale, offset=offset)
    table = step.scaled(np.repeat(np.arange(256, dtype=np.uint8)[:, np.newaxis], 3, axis=1))
    tensor = Prepared(pixels, table).tensor
    assert np.array_equal(tensor, step.scaled(pixels[np.newaxis]))
    numbers = tensor_numbers(tensor, pixels, table)
    assert (numbers.low, numbers.high) == (tensor.min(), tensor.max())
    assert numbers.mean == pytest.approx(tensor.astype(np.float64).mean(), abs=1e-9)


# The variants.


def test_names_are_keys_that_stay_and_the_first_is_the_model_s_own(lens: Lens) -> None:
    seen = lens.look(FileSource(SAMPLE))
    found = xray(lens, seen)
    assert tuple(variant.name for variant in found.variants) == NAMES
    first = found.variants[0]
    assert (first.logit, first.same) == (seen.logit, True)
    assert found.complete
    assert all(variant.why.endswith(".") and variant.words for variant in found.variants)


def test_each_variant_s_logit_is_that_of_an_independent_computation(bundle: ModelBundle, lens: Lens) -> None:
    source = rotated()
    seen = lens.look(source)
    found = by_name(xray(lens, seen))
    stored = Image.open(io.BytesIO(source.data)).convert("RGB")
    upright = stored.transpose(Image.Transpose.ROTATE_270)  # what orientation 6 asks for
    whole, bicubic = (SIDE, SIDE), Image.Resampling.BICUBIC
    drafted = Image.open(io.BytesIO(source.data))
    drafted.draft(None, whole)
    padded = Image.new("RGB", whole)
    padded.paste(upright.resize((260, 208), bicubic), (0, 26))
    own = np.asarray(upright.resize(whole, bicubic)).astype(np.float64)
    rows = np.asarray(upright).astype(np.float64)
    y, x = (np.arange(SIDE) + 0.5) * 560 / SIDE - 0.5, (np.arange(SIDE) + 0.5) * 700 / SIDE - 0.5
    columns = np.stack([[np.interp(x, np.arange(700), row) for row in rows[..., c]] for c in range(3)], axis=-1)
    sampled = np.stack([[np.interp(y, np.arange(560), one) for one in columns[..., c].T] for c in range(3)], axis=-1)

    def scaled(pixels: NDArray[np.float64] | Image.Image) -> NDArray[np.float64]:
        return np.asarray(pixels).astype(np.float64) / 128 - 127 / 128

    wanted = {
        "as the model does": scaled(own),
        "squash": scaled(own),
        "centre crop": scaled(upright.resize(whole, bicubic, box=(70, 0, 630, 560))),
        "pad": scaled(padded),
        "orientation ignored": scaled(stored.resize(whole, bicubic)),
        "draft decoding": scaled(drafted.convert("RGB").transpose(Image.Transpose.ROTATE_270).resize(whole, bicubic)),
        "bilinear": scaled(upright.resize(whole, Image.Resampling.BILINEAR)),
        "bicubic": scaled(own),
        "bilinear without antialiasing": scaled(np.rint(sampled.transpose(1, 0, 2))),
        "nearest": scaled(upright.resize(whole, Image.Resampling.NEAREST)),
        "pixels 0 to 1": own / 255,
        "pixels 0 to 255": own,
        "pixels -1 to 1": own / 127.5 - 1,
        "ImageNet mean and deviation": (own / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225],
        "red and blue exchanged": scaled(own[..., ::-1]),
        "scaled twice": scaled(scaled(own)),
    }
    assert tuple(wanted) == NAMES
    assert drafted.size == (280, 350)
    different = set()
    for name, tensor in wanted.items():
        logit = found[name].logit
        ties = name == "bilinear without antialiasing"  # halves are rounded otherwise in float64
        assert logit == pytest.approx(answer_of(bundle, tensor), abs=2e-2 if ties else 2e-3), name
        assert found[name].same is (name in (AS_IT_IS, "squash", "bicubic")), name
        different.add(logit)
    assert len(different) == 14, "each variant that differs has a logit of its own"


def test_each_variant_s_logit_is_to_the_last_bit_that_of_its_tensor_asked_alone(lens: Lens) -> None:
    for source in (rotated(), rotated(1), FileSource(SAMPLE)):
        seen = lens.look(source)
        found = by_name(xray(lens, seen))
        for way in ways(lens.preprocessing):
            try:
                tensor = way.prepare(Workshop(seen, lens.preprocessing)).tensor
            except PictureError:
                assert found[way.name].logit is None
            else:
                assert found[way.name].logit == lens.run(tensor).logit, way.name


def test_an_upright_picture_is_not_resized_anew_to_find_that_it_lies_no_other_way(lens: Lens) -> None:
    seen = lens.look(rotated(1))
    workshop = Workshop(seen, lens.preprocessing)
    assert workshop.as_stored is seen.picture
    assert workshop.lying() is workshop.own
    turned = Workshop(lens.look(rotated(3)), lens.preprocessing)
    assert turned.as_stored is not turned.seen.picture


def test_pillow_gives_the_very_pixels_that_are_promised_of_it(lens: Lens) -> None:
    source = rotated(1)
    found = by_name(xray(lens, lens.look(source)))
    image = Image.open(io.BytesIO(source.data)).convert("RGB")
    assert np.array_equal(found["centre crop"].view, np.asarray(ImageOps.fit(image, (SIDE, SIDE))))
    assert np.array_equal(found["bicubic"].view, np.asarray(image.resize((SIDE, SIDE))))
    draft = Image.open(io.BytesIO(source.data))
    draft.draft("RGB", (SIDE, SIDE))
    assert draft.size == (350, 280)
    drafted = np.asarray(draft.convert("RGB").resize((SIDE, SIDE)))
    assert np.array_equal(found["draft decoding"].view, drafted)
    thumbnail = Image.open(io.BytesIO(source.data))
    thumbnail.draft("RGB", (2 * SIDE, 2 * SIDE))  # as `thumbnail` asks for, whose reducing_gap is 2
    assert thumbnail.size == image.size


@pytest.mark.tensorflow
@pytest.mark.slow
def test_keras_and_tensorflow_give_the_very_pixels_that_are_promised_of_them(lens: Lens, tmp_path: Path) -> None:
    import keras
    import tensorflow as tf

    source, size = rotated(6), (SIDE, SIDE)
    (tmp_path / "a.jpg").write_bytes(source.data)
    found = by_name(xray(lens, lens.look(source)))
    lying = np.asarray(Image.open(io.BytesIO(source.data)).convert("RGB"))
    assert np.array_equal(keras.utils.load_img(tmp_path / "a.jpg"), lying)
    exactly = tf.io.decode_jpeg(source.data, channels=3, dct_method="INTEGER_ACCURATE").numpy()
    assert np.array_equal(exactly, lying)
    by_default = tf.io.decode_jpeg(source.data, channels=3).numpy().astype(int)
    assert 0 < np.abs(by_default - lying).mean() < 3, "a little more coarsely"
    upright = by_name(xray(lens, lens.look(MemorySource(encoded(lying, "PNG"), "a.png"))))
    (tmp_path / "a.png").write_bytes(encoded(lying, "PNG"))
    nearest = keras.utils.load_img(tmp_path / "a.png", target_size=size)
    assert np.array_equal(nearest, upright["nearest"].view)
    triangle = tf.image.resize(lying, size, antialias=True).numpy()
    assert np.abs(triangle - upright["bilinear"].view).max() <= 1
    padded = tf.image.resize_with_pad(lying, *size, antialias=True).numpy()
    rows = [np.flatnonzero(view.any(axis=(1, 2)))[[0, -1]] for view in (padded, upright["pad"].view)]
    assert np.abs(rows[0] - rows[1]).max() <= 1
    cases = (
        ("pixels 0 to 1", keras.layers.Rescaling(1 / 255)),
        ("pixels -1 to 1", keras.applications.mobilenet_v2.preprocess_input),
        ("ImageNet mean and deviation", keras.applications.densenet.preprocess_input),
    )
    seen = lens.look(source)
    for way in ways(lens.preprocessing):
        for name, theirs in cases:
            if way.name == name:
                wanted = np.asarray(theirs(found[AS_IT_IS].view.astype(np.float32)))
                assert np.abs(way.prepare(Workshop(seen, lens.preprocessing)).tensor[0] - wanted).max() < 1e-6, name


def test_wrong_scaling_is_shown_as_wrong_as_it_is_to_the_model(lens: Lens) -> None:
    found = by_name(xray(lens, lens.look(FileSource(SAMPLE))))
    ends = {
        "pixels 0 to 1": (0, 1),
        "pixels 0 to 255": (0, 255),
        "pixels -1 to 1": (-1, 1),
        "scaled twice": (-255 / 128, 1),
    }
    pixels = found[AS_IT_IS].view
    for name, (low, high) in ends.items():
        numbers = found[name].numbers
        assert numbers is not None
        assert low <= numbers.low < numbers.high <= high
    assert np.array_equal(found["red and blue exchanged"].view, pixels[..., ::-1])
    assert np.array_equal(found["pixels 0 to 255"].view, np.where(pixels < 2, 127 + 128 * pixels.astype(int), 255))
    washed = found["pixels 0 to 1"].view
    assert washed.min() >= 127
    assert np.abs(washed - (127 + pixels / 255 * 128)).max() <= 0.51


@pytest.mark.parametrize("orientation", range(1, 9))
def test_ignoring_the_orientation_gives_the_picture_as_it_lies(lens: Lens, orientation: int) -> None:
    data = encoded(STORED_FOR[orientation](scene(300, 280)), "PNG", exif=exif(orientation))
    found = by_name(xray(lens, lens.look(MemorySource(data, "a"))))["orientation ignored"]
    lying = Image.fromarray(np.ascontiguousarray(STORED_FOR[orientation](scene(300, 280))))
    assert np.array_equal(found.view, lens.preprocessing.view(Picture(lying, *lying.size)))
    assert found.same is (orientation == 1)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "BMP"])
def test_only_a_jpeg_is_decoded_smaller(lens: Lens, form: str) -> None:
    found = by_name(xray(lens, lens.look(MemorySource(encoded(scene(600, 600), form), "a.jpg"))))
    draft = found["draft decoding"]
    assert (draft.logit, draft.same, draft.numbers, draft.why) == (None, False, None, NO_JPEG)
    assert draft.view.shape == (SIDE, SIDE, 3)
    assert found["orientation ignored"].same


def test_a_jpeg_that_is_hardly_larger_than_the_input_is_the_same_however_it_is_decoded(lens: Lens) -> None:
    found = by_name(xray(lens, lens.look(MemorySource(encoded(scene(500, 519), "JPEG"), "a"))))
    assert found["draft decoding"].same
    larger = by_name(xray(lens, lens.look(MemorySource(encoded(scene(520, 520), "JPEG"), "a"))))
    assert not larger["draft decoding"].same


def test_a_square_picture_of_the_input_s_size_is_the_same_in_every_fit_and_resampling(lens: Lens) -> None:
    source = PixelSource(np.dstack([scene(SIDE, SIDE), np.full((SIDE, SIDE), 255, np.uint8)]), "pasted")
    found = xray(lens, lens.look(source))
    same = {variant.name for variant in found.variants if variant.same}
    assert same == {*NAMES[:5], *NAMES[6:10]}
    assert by_name(found)["draft decoding"].why == NO_JPEG


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize("resampling", ["bilinear", "bicubic"])
def test_what_a_model_does_anyway_is_marked_as_the_same(bundle: ModelBundle, fit: str, resampling: str) -> None:
    step = replace(bundle.card.preprocessing, fit=fit, resampling=resampling, scale=1 / 127.5, offset=-1.0)
    lens = Lens(replace(bundle, card=replace(bundle.card, preprocessing=step)))
    found = xray(lens, lens.look(rotated(1)))
    same = {variant.name for variant in found.variants if variant.same}
    name = "centre crop" if fit == "crop" else fit
    assert same == {AS_IT_IS, name, resampling, "orientation ignored", "pixels -1 to 1"}


def test_a_file_that_is_gone_or_another_one_says_so_and_the_rest_goes_on(lens: Lens, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(rotated().data)
    seen = lens.look(FileSource(path))
    before = by_name(xray(lens, seen))
    other = oriented(scene(700, 560)[::-1, :, ::-1], "JPEG", 6)
    for data, words in ((None, "gone"), (b"words", "not a picture"), (other, CHANGED), (b"", "empty")):
        path.unlink(missing_ok=True)
        if data is not None:
            path.write_bytes(data)
        after = by_name(xray(lens, seen))
        for name in NAMES:
            if name in ("orientation ignored", "draft decoding"):
                assert after[name].logit is None
            else:
                assert after[name].logit == before[name].logit
        assert words in after["orientation ignored"].why


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (3, 2000)])
def test_pictures_of_one_pixel_s_width_have_every_variant(lens: Lens, size: tuple[int, int]) -> None:
    found = xray(lens, lens.look(MemorySource(encoded(scene(*size), "JPEG"), "thin")))
    assert found.complete
    assert all(variant.logit is not None for variant in found.variants)


def test_a_model_that_gives_no_number_for_wrong_scaling_says_so(
    bundle: ModelBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Classifier.run

    def run(self: Classifier, tensor: Tensor) -> Evidence:
        if tensor.max() > 10:
            raise PictureError("The model gave no finite logit for it, but nan.")
        return original(self, tensor)

    monkeypatch.setattr(Classifier, "run", run)
    lens = Lens(bundle)
    variant = by_name(xray(lens, lens.look(FileSource(SAMPLE))))["pixels 0 to 255"]
    assert variant.logit is None
    assert "no finite logit" in variant.why
    assert variant.numbers is not None
    assert variant.numbers.high > 10


def test_a_scale_that_forgets_the_pixels_is_still_shown(bundle: ModelBundle) -> None:
    for scale, offset in ((0.0, 0.5), (1e-30, 1.0), (1e30, 0.0)):
        step = replace(bundle.card.preprocessing, scale=scale, offset=offset)
        picture = Picture(Image.fromarray(scene(60, 40)), 60, 40)
        tensor = step.tensor(picture)
        seen = Seen(MemorySource(b"", "a"), picture, tensor, Evidence(0.0, None, None), None)
        for way in ways(step):
            if way.turn is Turn.DECODED_ANEW:
                continue
            prepared = way.prepare(Workshop(seen, step))
            assert prepared.pixels.shape == (SIDE, SIDE, 3)
        assert np.array_equal(Workshop(seen, step).own.tensor, tensor)
        tensor_numbers(tensor, Workshop(seen, step).twice().pixels, Workshop(seen, step).twice().table)


# On the way.


def test_the_tensor_comes_first_and_the_variants_as_they_are_found(lens: Lens) -> None:
    steps: list[Xray] = []
    seen = lens.look(FileSource(SAMPLE))
    found = xray(lens, seen, step=steps.append)
    assert [len(step.variants) for step in steps] == list(range(len(NAMES) + 1))
    assert [step.complete for step in steps] == [False] * len(NAMES) + [True]
    assert np.array_equal(steps[0].view, found.view)
    for step in steps:
        names = [variant.name for variant in step.variants]
        assert names == sorted(names, key=NAMES.index)
    main = next(step for step in steps if step.main)
    asked_most_often = {"squash", "centre crop", "pad", "orientation ignored", "draft decoding", "pixels 0 to 255"}
    assert asked_most_often <= {variant.name for variant in main.variants}
    assert len(main.variants) < len(NAMES)
    asked_first = [variant.name for variant in steps[2].variants]
    assert asked_first == [AS_IT_IS, "pixels 0 to 1"], "the model has work at once"
    before = steps[steps.index(main) - 2]
    assert {"orientation ignored", "draft decoding"}.isdisjoint(variant.name for variant in before.variants)


def test_it_stops_when_nobody_wants_it_any_more(lens: Lens) -> None:
    cancel, steps = Event(), 0

    def step(_found: Xray) -> None:
        nonlocal steps
        steps += 1
        if steps == 4:
            cancel.set()

    found = xray(lens, lens.look(FileSource(SAMPLE)), cancel, step)
    assert len(found.variants) == 3
    assert not found.complete


def test_the_farthest_is_the_one_whose_logit_differs_most(lens: Lens) -> None:
    found = xray(lens, lens.look(FileSource(SAMPLE)))
    farthest = found.farthest
    assert farthest is not None
    assert farthest.logit is not None
    for variant in found.variants:
        if variant.logit is not None:
            assert abs(variant.logit - found.logit) <= abs(farthest.logit - found.logit)
    assert replace(found, variants=found.variants[:2]).farthest is None
