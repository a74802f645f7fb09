"""The trivial model in LitServe: python litserve_trivial.py <port>."""

import sys

import litserve


class Trivial(litserve.LitAPI):
    def setup(self, device):
        pass

    def decode_request(self, request):
        return request["x"]

    def predict(self, x):
        return {"label": "a", "probability": 1}

    def encode_response(self, output):
        return output


if __name__ == "__main__":
    server = litserve.LitServer(Trivial(max_batch_size=1), accelerator="cpu")
    server.run(port=int(sys.argv[1]), host="127.0.0.1", generate_client_file=False, log_level="error")
