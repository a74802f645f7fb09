"""Speech to text with PocketSphinx: English, by the acoustic and language model that its package carries.

It is small and needs no network. To put another recogniser in its place, keep `samples_of`, which reads
recordings, and change what `predict` does with the samples.
"""

import array
import io
import itertools
import sys
import threading
import wave

from pocketsphinx import Decoder

RATE = 16000
MOST_SECONDS = 120
# of 32768: in what is never louder nobody speaks, and the recogniser would make words of it
QUIET = 200

metadata = {
    "name": "speech",
    "description": "What is said in a recording, in English",
    "author": "",
    "license": "Apache-2.0",
    "version": "1.0.0",
}

arguments = {
    "audio": {
        "type": "file",
        "required": True,
        "description": "A recording of English speech as WAV, two minutes at most",
    },
}

response = {"text": "string", "seconds": "number", "words": "list"}

# each recording is normalised by itself: what came before it changes nothing
decoder = Decoder(cmn="batch", loglevel="FATAL")
one_at_a_time = threading.Lock()


class InvalidInput(Exception):
    """A recording that cannot be read."""


def predict(audio):
    samples = samples_of(audio)
    seconds = round(len(samples) / RATE, 2)
    if max(samples, default=0) < QUIET:
        return {"text": "", "seconds": seconds, "words": []}
    with one_at_a_time:
        decoder.start_utt()
        decoder.process_raw(samples.tobytes(), full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        segments = [] if found is None else list(decoder.seg())
        frames = decoder.config["frate"]
    words = [
        # a word that is said in several ways has a number: read(2)
        {"word": one.word.split("(")[0], "start": one.start_frame / frames, "end": (one.end_frame + 1) / frames}
        for one in segments
        if not one.word.startswith(("<", "["))
    ]
    text = "" if found is None else found.hypstr
    return {"text": text, "seconds": seconds, "words": words}


def samples_of(audio):
    """16-bit samples of one channel, 16,000 a second, of any WAV file that is not compressed."""
    try:
        with wave.open(io.BytesIO(audio)) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            if file.getnframes() > MOST_SECONDS * rate:
                raise InvalidInput(f"expected at most {MOST_SECONDS} seconds, found {file.getnframes() / rate:.0f}")
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise InvalidInput(f"expected a WAV file that is not compressed, found: {str(error) or 'its end'}") from None
    return at_rate(one_channel(whole_numbers(frames, width), channels), rate)


def whole_numbers(frames, width):
    """Samples as 16-bit numbers."""
    if width == 1:
        return array.array("h", ((byte - 128) << 8 for byte in frames))
    # of longer samples the two bytes that weigh most
    high = frames if width == 2 else bytes(
        itertools.chain.from_iterable(zip(frames[width - 2 :: width], frames[width - 1 :: width]))
    )
    samples = array.array("h", high[: len(high) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def one_channel(samples, channels):
    if channels == 1:
        return samples
    parts = [samples[channel::channels] for channel in range(channels)]
    return array.array("h", (sum(frame) // channels for frame in zip(*parts)))


def at_rate(samples, rate):
    """Means of what falls together where there are more, values between two where there are fewer."""
    if rate == RATE or len(samples) < 2:
        return samples
    step = rate / RATE
    count = int(len(samples) / step)
    if step > 1:
        sums = list(itertools.accumulate(samples, initial=0))
        edges = [min(int(index * step), len(samples)) for index in range(count + 1)]
        return array.array("h", ((sums[end] - sums[start]) // (end - start) for start, end in itertools.pairwise(edges)))
    places = [min(index * step, len(samples) - 1.001) for index in range(count)]
    return array.array(
        "h", (int(samples[int(at)] + (samples[int(at) + 1] - samples[int(at)]) * (at % 1)) for at in places)
    )
