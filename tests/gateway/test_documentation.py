"""Documentation under test: a metric or a decision cannot ship unmentioned."""

import re

from gateway.settings import ROOT

PACKAGES = ("chassis", "gateway", "connectors", "archive", "encoder", "handoff", "staff")
METRIC = re.compile(r'(Counter|Gauge|Histogram)\(\s*"(lotse_[a-z_]+)"')


def test_every_metric_is_documented() -> None:
    text = (ROOT / "docs" / "operation.md").read_text()
    metrics = {
        name
        for package in (*PACKAGES, "backoffice", "actions")
        for path in (ROOT / package).rglob("*.py")
        for _, name in METRIC.findall(path.read_text())
    }
    assert len(metrics) > 10
    assert {name for name in metrics if f"`{name}" not in text} == set()


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\((\d{4}-[^)]+)\)", (folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_links_of_the_documents_lead_somewhere() -> None:
    broken = []
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", document.read_text()):
            if "://" not in target and not (document.parent / target).exists():
                broken.append(f"{document.relative_to(ROOT)}: {target}")
    assert broken == []
