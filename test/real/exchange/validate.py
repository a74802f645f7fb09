"""Validates a folder of exchanged modules by the formats' own programs and schemas.

Prints a line for each file: its path, a tab, and `ok` or what is wrong with it; a tab, and what was read besides.
"""

import hashlib
import json
import logging
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path

import mlcroissant
import yaml
from ai4_metadata import metadata, validate
from bioimageio.spec import ValidationContext, validate_format
from huggingface_hub import ModelCard
from jsonschema import Draft7Validator, FormatChecker
from rdflib import DCTERMS, FOAF, PROV, RDF, Graph, Literal, Namespace, URIRef

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

# found, not loaded: what it needs to run is not installed
cff_package = Path(find_spec("cffconvert").origin).parent
cff_file = cff_package / "schemas" / "1.2.0" / "schema.json"
cff_schema = json.loads(cff_file.read_text())


def check_card(path):
    card = ModelCard(path.read_text())
    assert card.text.strip(), "no text"
    for result in card.data.eval_results or []:
        assert result.metric_value is not None, "a figure without a value"


def check_ai4(path):
    # of the version the file says, and of the newest: ours sets nothing that a later one forbids
    said = metadata.get_schema_file_from_metadata(yaml.safe_load(path.read_text()))
    validate.validate_file(path, said)
    validate.validate_file(path, metadata.get_latest_schema_file())


def check_rdf(path):
    context = ValidationContext(perform_io_checks=False)
    summary = validate_format(yaml.safe_load(path.read_text()), context=context)
    assert summary.status != "failed", summary.format()


def check_cff(path):
    errors = Draft7Validator(cff_schema, format_checker=FormatChecker()).iter_errors(
        yaml.load(path.read_text(), Loader=yaml.BaseLoader)
    )
    problems = [f"{'/'.join(map(str, error.path))}: {error.message}" for error in errors]
    assert not problems, "; ".join(problems)


IT6 = Namespace("http://data.europa.eu/it6/")
# what MLDCAT-AP 3.0.0 asks for at least once, and at most once
once = [DCTERMS.identifier, IT6.shortDescription, IT6.version]
required = [DCTERMS.title, DCTERMS.description]


def parse(path):
    graph = Graph().parse(data=path.read_text(), format="json-ld")
    assert len(graph) > 0, "no statement"
    for node in graph.all_nodes():
        if isinstance(node, URIRef):
            assert ":" in node, f"{node} is no whole address"
        if isinstance(node, Literal) and node.datatype is not None:
            assert not node.ill_typed, f"{node!r} is not of its type"
    return graph


def check_mldcat(path):
    graph = parse(path)
    models = list(graph.subjects(RDF.type, IT6.MachineLearningModel))
    assert len(models) == 1, f"{len(models)} models"
    for term in once:
        values = list(graph.objects(models[0], term))
        assert len(values) == 1, f"{term}: {values}"
    for term in required:
        assert graph.value(models[0], term) is not None, f"{term} is missing"
    for agent in graph.objects(models[0], DCTERMS.creator):
        assert graph.value(agent, FOAF.name) is not None, f"{agent} has no name"


def check_provenance(path):
    graph = parse(path)
    for activity in graph.subjects(RDF.type, PROV.Activity):
        assert graph.value(activity, PROV.used) is not None, f"{activity} used nothing"
        assert graph.value(predicate=PROV.wasGeneratedBy, object=activity, any=True) is not None
        for agent in graph.objects(activity, PROV.wasAssociatedWith):
            assert (agent, RDF.type, PROV.Agent) in graph, f"{agent} is no agent"


def check_croissant(path):
    document = json.loads(path.read_text())
    dataset = mlcroissant.Dataset(jsonld=str(path))
    errors = dataset.metadata.ctx.issues.errors
    assert not errors, "; ".join(map(str, errors))
    files = [part for part in document["distribution"] if part["@type"] == "cr:FileObject"]
    beside = {part["@id"]: path.parent / part["contentUrl"] for part in files}
    if not all(file.is_file() for file in beside.values()):
        return None
    for part in files:
        found = hashlib.sha256(beside[part["@id"]].read_bytes()).hexdigest()
        assert found == part["sha256"], f"{part['name']} has another hash"
    dataset = mlcroissant.Dataset(jsonld=str(path), mapping=beside)
    records = [len(list(dataset.records(one["@id"]))) for one in document.get("recordSet", [])]
    return f"{sum(records)} records"


checks = {
    "croissant.json": check_croissant,
    "mldcat-ap.jsonld": check_mldcat,
    "provenance.jsonld": check_provenance,
    "README.md": check_card,
    "ai4-metadata.yml": check_ai4,
    "rdf.yaml": check_rdf,
    "CITATION.cff": check_cff,
}

for path in sorted(Path(sys.argv[1]).rglob("*")):
    if path.name not in checks:
        continue
    try:
        read = checks[path.name](path)
        outcome = "ok" if read is None else f"ok\t{read}"
    except Exception as error:  # whatever is wrong is told, and the next file is checked
        outcome = f"{type(error).__name__}: {error}".replace("\n", " ")
    print(f"{path.relative_to(sys.argv[1])}\t{outcome}")
