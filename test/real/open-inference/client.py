"""Asks a server by clients of the Open Inference Protocol, as their own users do.

Reads {"address": …, "cases": [{"model": …, "inputs": [{"name", "datatype", "shape", "values" or
"file"}]}]} and writes what each client, in each of its forms, was told.
"""

import asyncio
import base64
import json
import pathlib
import sys

import numpy
import tritonclient.http as triton
from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig
from kserve.protocol.infer_type import RequestedOutput
from tritonclient.utils import InferenceServerException, triton_to_np_dtype

OUTPUTS = ["label", "probability", "probabilities"]


def array_of(tensor, as_json):
    """A tensor as numpy has it; bytes of a file are base64 where JSON is to carry them."""
    if "file" in tensor:
        content = pathlib.Path(tensor["file"]).read_bytes()
        if tensor["datatype"] != "BYTES":
            return numpy.frombuffer(content, numpy.uint8).reshape(tensor["shape"])
        values = [base64.b64encode(content) if as_json else content]
    else:
        values = tensor["values"]
    return numpy.array(values, triton_to_np_dtype(tensor["datatype"])).reshape(tensor["shape"])


def told(client, form, model, answer):
    label, probability, probabilities = (answer.as_numpy(name) for name in OUTPUTS)
    word = label.flatten()[0]
    return {
        "client": client,
        "form": form,
        "model": model,
        "label": word.decode() if isinstance(word, bytes) else word,
        "probability": float(probability.flatten()[0]),
        "probabilities": probabilities.flatten().tolist(),
    }


def triton_inputs(case, as_json):
    inputs = []
    for tensor in case["inputs"]:
        one = triton.InferInput(tensor["name"], tensor["shape"], tensor["datatype"])
        one.set_data_from_numpy(array_of(tensor, as_json), binary_data=not as_json)
        inputs.append(one)
    return inputs


def ask_by_triton(address, cases):
    client = triton.InferenceServerClient(url=address.removeprefix("http://"))
    assert client.is_server_live() and client.is_server_ready()
    assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
    for case in cases:
        model = case["model"]
        assert client.is_model_ready(model)
        metadata = client.get_model_metadata(model)
        version = metadata["versions"][0]
        assert [output["name"] for output in metadata["outputs"]] == OUTPUTS
        for form, packing in [("json", None), ("binary", None), ("binary", "gzip"), ("json", "deflate")]:
            as_json = form == "json"
            wanted = [triton.InferRequestedOutput(name, binary_data=not as_json) for name in OUTPUTS]
            answer = client.infer(
                model,
                triton_inputs(case, as_json),
                model_version=version,
                outputs=wanted,
                request_id="seven",
                request_compression_algorithm=packing,
            )
            assert answer.get_response()["id"] == "seven"
            yield told("tritonclient", f"{form} {packing or 'plain'}", model, answer)
        everything = client.infer(model, triton_inputs(case, as_json=False))
        yield told("tritonclient", "all outputs", model, everything)
        best = triton.InferRequestedOutput("probabilities", class_count=2)
        classes = client.infer(model, triton_inputs(case, as_json=False), outputs=[best])
        value, _, name = classes.as_numpy("probabilities").flatten()[0].decode().split(":")
        yield {"client": "tritonclient", "form": "classes", "model": model, "label": name, "probability": float(value)}
    yield {"client": "tritonclient", "form": "unknown model", "error": error_of(client)}
    client.close()


def error_of(client):
    assert not client.is_model_ready("nobody")
    try:
        client.infer("nobody", [])
    except InferenceServerException as error:
        return [error.status(), error.message()]
    return None


async def ask_by_kserve(address, cases):
    client = InferenceRESTClient(RESTConfig(protocol="v2"))
    assert await client.is_server_live(address) and await client.is_server_ready(address)
    answers = []
    for case in cases:
        model = case["model"]
        assert await client.is_model_ready(address, model)
        for form in ["json", "binary"]:
            as_json = form == "json"
            inputs = []
            for tensor in case["inputs"]:
                one = InferInput(tensor["name"], tensor["shape"], tensor["datatype"])
                one.set_data_from_numpy(array_of(tensor, as_json), binary_data=not as_json)
                inputs.append(one)
            wanted = [RequestedOutput(name, {"binary_data": not as_json}) for name in OUTPUTS]
            request = InferRequest(model, inputs, request_outputs=wanted)
            answer = await client.infer(address, request, model_name=model)
            by_name = {output.name: output for output in answer.outputs}
            answers.append(told("kserve", form, model, Named(by_name)))
    await client.close()
    return answers


class Named:
    """An answer of kserve by the name that tritonclient gives it."""

    def __init__(self, outputs):
        self.outputs = outputs

    def as_numpy(self, name):
        return self.outputs[name].as_numpy()


def main():
    asked = json.load(sys.stdin)
    address, cases = asked["address"], asked["cases"]
    answers = [*ask_by_triton(address, cases), *asyncio.run(ask_by_kserve(address, cases))]
    json.dump(answers, sys.stdout)


main()
