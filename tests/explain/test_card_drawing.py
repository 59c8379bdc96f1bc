"""A card says whole what is to be read whole, whoever named the model; without a map the picture is there once."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from threading import Event

import pytest

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.explain.answer_words import answer_words
from alpaca_gui.explain.cell_words import no_map_text
from alpaca_gui.explain.drawing.card_drawing import HEIGHT, WIDTH, card_drawing
from alpaca_gui.explain.drawing.elements import Type
from alpaca_gui.explain.drawing.page_drawing import page_drawing
from alpaca_gui.explain.drawing.setting import width_of
from alpaca_gui.explain.drawing.web_page import web_page
from alpaca_gui.explain.explanation import Explanation, explain
from alpaca_gui.explain.firm_words import firm_words
from alpaca_gui.explain.lens import DEEPER, Lens
from alpaca_gui.explain.looked import Looked
from alpaca_gui.explain.verdict_card import VerdictCard
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.logit.words import short_logit_text

SVG = "{http://www.w3.org/2000/svg}"
LONGEST_NO = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
ANSWERS = ("alpaca", "Donaudampfschiff", "Kraftfahrzeughaftpflichtversicherung", LONGEST_NO, "羊駝" * 9)


def texts(svg: str) -> list[ET.Element]:
    return ET.fromstring(svg).findall(f".//{SVG}text")


def said(svg: str) -> str:
    return "".join(each.text or "" for each in texts(svg)).replace(" ", "")


def judged(looked: Looked, bundle: ModelBundle, logit: float, rule: Rule) -> VerdictCard:
    return replace(VerdictCard.of(looked, bundle, rule), logit=logit, decision=decide_one(logit, rule))


@pytest.fixture(scope="module")
def explanation(lens: Lens, sheep: Looked) -> Explanation:
    return explain(lens, sheep, lens.bundle.card.rule, Event())


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("logit", [7.5, -7.5])
def test_a_long_answer_is_said_whole(
    sheep: Looked, bundle: ModelBundle, explanation: Explanation, name: str, logit: float
) -> None:
    model = replace(bundle.card, yes=name, no=name)
    card = judged(sheep, bundle, logit, Rule())
    whole = answer_words(model, card.decision).replace(" ", "")
    assert whole in said(card_drawing(card, sheep.seen, model))
    told = replace(explanation, model=model, card=card)
    assert whole in said(page_drawing(told))
    assert answer_words(model, card.decision) in web_page(told)


@pytest.mark.parametrize(
    "rule", [Rule(), Rule(0.5, 1.0), Rule(-0.123456, 1.234567, 1.75), Rule(-1234.56, 0.000123, 12.5)]
)
@pytest.mark.parametrize("logit", [-12.5, 0.25, 12.5])
@pytest.mark.parametrize("name", ["a.jpg", "Ein sehr langer Name " * 40 + "Ende.jpg", "羊駝 ألبكة 🦙.jpg"])
def test_nothing_is_beyond_the_card_s_edge(
    sheep: Looked, bundle: ModelBundle, name: str, logit: float, rule: Rule
) -> None:
    card = replace(judged(sheep, bundle, logit, rule), picture=name, model=name)
    model = replace(bundle.card, yes=LONGEST_NO, no=LONGEST_NO)
    for each in texts(card_drawing(card, sheep.seen, model)):
        style = each.attrib["style"]
        size = re.search(r"font-size:([\d.]+)px", style)
        assert size is not None
        form = Type(float(size[1]), bold="bold" in style, mono="Mono" in style)
        width = width_of(each.text or "", form)
        left = float(each.attrib["x"]) - {"start": 0, "middle": width / 2, "end": width}[each.attrib["text-anchor"]]
        assert left >= 16
        assert left + width <= WIDTH - 16, each.text
        assert 20 <= float(each.attrib["y"]) <= HEIGHT - 10


def test_a_rule_with_much_to_say_is_said_whole(sheep: Looked, bundle: ModelBundle) -> None:
    card = judged(sheep, bundle, 1.0, Rule(-1234.56, 0.000123, 12.5))
    drawn = said(card_drawing(card, sheep.seen, bundle.card))
    assert "threshold−1234.56,unsurewithin0.000123,temperature12.5" in drawn


def without_a_map(sheep: Looked) -> Looked:
    return replace(sheep, seen=replace(sheep.seen, contributions=None, no_map=DEEPER))


def test_without_a_map_the_picture_stands_there_once_and_why_is_said_whole(
    sheep: Looked, bundle: ModelBundle, explanation: Explanation
) -> None:
    looked = without_a_map(sheep)
    drawn = card_drawing(VerdictCard.of(looked, bundle, Rule()), looked.seen, bundle.card)
    assert drawn.count("<image ") == 1
    assert no_map_text(looked.seen.no_map).replace(" ", "") in said(drawn)
    assert card_drawing(VerdictCard.of(sheep, bundle, Rule()), sheep.seen, bundle.card).count("<image ") == 2
    told = replace(explanation, seen=looked.seen)
    assert no_map_text(looked.seen.no_map).replace(" ", "") in said(page_drawing(told))
    assert "Show the map" not in web_page(told)


def test_what_cannot_be_drawn_is_said_on_card_and_page(
    sheep: Looked, bundle: ModelBundle, explanation: Explanation, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = replace(explanation.card, picture="羊駝.jpg")
    monkeypatch.setattr("alpaca_gui.explain.drawing.missing.undrawable", lambda text, _: text[:2])
    note = "Boxes stand for characters that no font here has: U+7F8A U+99DD".replace(" ", "")
    assert note in said(card_drawing(card, sheep.seen, bundle.card))
    assert note in said(page_drawing(replace(explanation, card=card)))
    monkeypatch.setattr("alpaca_gui.explain.drawing.missing.undrawable", lambda *_: "")
    assert "Boxes" not in said(card_drawing(card, sheep.seen, bundle.card))


def test_every_way_of_preparing_is_told_whole_on_page_and_drawing(explanation: Explanation) -> None:
    page, drawn = web_page(explanation), said(page_drawing(explanation))
    for variant in explanation.xray.variants:
        assert variant.words.replace(" ", "") in drawn
        assert variant.why.replace(" ", "") in drawn, variant.name
        assert variant.words in page


def test_every_picture_of_a_page_has_words_for_those_who_do_not_see_it(explanation: Explanation) -> None:
    page = web_page(explanation)
    assert page.count("<img ") == page.count('<img alt="')
    assert '<img alt=""' not in page
    assert all('aria-label="' in each for each in re.findall(r"<svg [^>]*>", page))
    assert page.count('for="map"') == page.count('id="map"') == 1


def test_a_name_from_right_to_left_leaves_what_stands_beside_it_alone(explanation: Explanation) -> None:
    page = web_page(replace(explanation, card=replace(explanation.card, picture="ألبكة 7.jpg")))
    assert "<h1><bdi>ألبكة 7.jpg</bdi></h1>" in page


@pytest.mark.parametrize("decision", Decision)
def test_each_answer_s_shape_is_on_the_card(sheep: Looked, bundle: ModelBundle, decision: Decision) -> None:
    logit = {Decision.YES: 3.0, Decision.NO: -3.0, Decision.UNSURE: 0.0}[decision]
    card = judged(sheep, bundle, logit, Rule(0.0, 1.0))
    drawn = card_drawing(card, sheep.seen, bundle.card)
    assert f'class="{decision.word}"' in drawn


def test_a_logit_near_the_threshold_is_not_struck_through(sheep: Looked, bundle: ModelBundle) -> None:
    for logit in (0.0972, -0.0972, 0.0, 1e-7):
        drawn = card_drawing(judged(sheep, bundle, logit, Rule()), sheep.seen, bundle.card)
        (guide,) = re.findall(r'class="guide" d="M([\d.]+),', drawn)
        named = [each for each in texts(drawn) if float(each.attrib["y"]) == 574]
        (text,) = named
        left = float(text.attrib["x"])
        assert not left - 5 < float(guide) < left + width_of(text.text or "", Type(17, bold=True)) + 5


def test_the_page_names_the_picture_s_own_logit_on_the_axis_and_the_labels_of_training_pictures(
    explanation: Explanation,
) -> None:
    own = f"as it is {short_logit_text(explanation.card.logit)}"
    for whole in (page_drawing(explanation), web_page(explanation)):
        assert own in whole
        assert "Labelled yes, alpaca" in whole
        assert "Labelled no, " in whole
        assert firm_words(explanation.firmness, explanation.card.rule).split(". ")[1] in whole


@pytest.mark.parametrize("rule", [Rule(), Rule(6.0, 2.0), Rule(8.5, 0.25)])
def test_the_json_tells_what_flips_what_shakes_and_what_crosses(explanation: Explanation, rule: Rule) -> None:
    card = replace(explanation.card, rule=rule, decision=decide_one(explanation.card.logit, rule))
    values = replace(explanation, card=card).as_dict()
    decided = {each["name"]: decide_one(each["logit"], rule) for each in values["changes"]}
    assert values["flips"] == [name for name, decision in decided.items() if decision is not card.decision]
    assert values["stable"] is (not values["flips"])
    assert set(values["shaken"]) <= set(values["flips"])
    assert not set(values["crosses"]) & set(values["flips"])


def test_a_long_identifier_may_be_broken_at_its_joints_and_is_nowhere_cut(explanation: Explanation) -> None:
    name = "image_dataset_from_directory"
    assert any(name in variant.why for variant in explanation.xray.variants)
    assert name.replace("_", "_<wbr>") in web_page(explanation)
    drawn = page_drawing(explanation)
    assert name in said(drawn)
    assert not any("…" in (each.text or "") and "_" in (each.text or "") for each in texts(drawn))
