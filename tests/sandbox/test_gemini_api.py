"""The sandbox as Gemini's clients see it: the wire protocol, spoken by the real SDK and by plain HTTP."""

import json

import pytest
from google import genai
from google.genai import errors, types

from snowball_core.sandbox.faults import Fault, FaultKind

ASKED = {
    "contents": [{"role": "user", "parts": [{"text": "Describe Bern."}]}],
    "systemInstruction": {"parts": [{"text": "# Task: describe a city\nBe brief."}]},
}
GENERATE = "/v1/models/gemini-any:generateContent"
STREAM = "/v1/models/gemini-any:streamGenerateContent?alt=sse"


@pytest.fixture
def sdk(server):
    client = genai.Client(
        api_key="key",
        enterprise=False,
        http_options=types.HttpOptions(base_url=server.url, client_args={"trust_env": False}),
    )
    yield client
    client.close()


class TestTheRealSdk:
    def test_gets_an_answer(self, sdk, server):
        response = sdk.models.generate_content(model="gemini-any", contents="Describe Bern.")
        assert response.text == server.said("", "Describe Bern.", None)
        assert response.candidates[0].finish_reason is types.FinishReason.STOP
        assert response.response_id

    def test_gets_json_when_it_gives_a_schema(self, sdk, server):
        schema = {"type": "object", "properties": {"name": {"type": "string"}}}
        response = sdk.models.generate_content(
            model="gemini-any",
            contents="Describe Bern.",
            config={"response_mime_type": "application/json", "response_json_schema": schema},
        )
        assert json.loads(response.text)["schema"] == schema

    def test_gets_a_stream_of_several_chunks_that_make_up_the_answer(self, sdk, server):
        chunks = list(sdk.models.generate_content_stream(model="gemini-any", contents="Describe Bern, please, now."))
        assert len(chunks) > 2
        assert "".join(chunk.text for chunk in chunks) == server.said("", "Describe Bern, please, now.", None)
        assert [bool(chunk.candidates[0].finish_reason) for chunk in chunks] == [False] * (len(chunks) - 1) + [True]

    def test_gets_running_totals_of_tokens(self, sdk):
        chunks = list(sdk.models.generate_content_stream(model="gemini-any", contents="x" * 400))
        totals = [chunk.usage_metadata.candidates_token_count for chunk in chunks]
        assert totals == sorted(totals)
        assert chunks[-1].usage_metadata.prompt_token_count == 100

    def test_counts_tokens(self, sdk):
        assert sdk.models.count_tokens(model="gemini-any", contents="x" * 400).total_tokens == 100

    def test_lists_models(self, sdk):
        assert "models/gemini-3.8-flash" in [model.name for model in sdk.models.list()]

    def test_understands_the_errors(self, sdk, server):
        server.faults.add(Fault(FaultKind.RATE_LIMITED, retry_delay=1.5))
        with pytest.raises(errors.ClientError) as caught:
            sdk.models.generate_content(model="gemini-any", contents="Hi")
        assert (caught.value.code, caught.value.status) == (429, "RESOURCE_EXHAUSTED")
        assert caught.value.details["error"]["details"][0]["retryDelay"] == "1.5s"


class TestPlainRequests:
    @pytest.mark.parametrize("version", ["v1", "v1beta", "v9"])
    def test_are_answered_under_any_version(self, http, version):
        assert http.post(f"/{version}/models/gemini-any:generateContent", json=ASKED).status_code == 200

    def test_may_write_their_fields_in_either_case(self, http, server):
        asked = {"contents": ASKED["contents"], "system_instruction": ASKED["systemInstruction"]}
        asked["generation_config"] = {"response_mime_type": "application/json", "response_json_schema": {"a": "b"}}
        http.post(GENERATE, json=asked)
        assert server.ledger.requests()[-1].task == "describe a city"

    def test_without_a_key_are_refused(self, http):
        answer = http.post(GENERATE, json=ASKED, headers={"x-goog-api-key": ""})
        assert (answer.status_code, answer.json()["error"]["status"]) == (403, "PERMISSION_DENIED")

    @pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"contents": []}', '{"contents": "Hi"}'])
    def test_that_make_no_sense_are_refused_with_a_reason(self, http, body):
        answer = http.post(GENERATE, content=body)
        assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")

    def test_for_an_unknown_method_are_refused(self, http):
        assert http.post("/v1/models/gemini-any:embedContent", json=ASKED).status_code == 404

    def test_are_answered_with_the_media_types_of_the_service(self, http):
        assert http.post(GENERATE, json=ASKED).headers["content-type"].startswith("application/json")
        assert http.post(STREAM, json=ASKED).headers["content-type"].startswith("text/event-stream")

    def test_get_an_answer_cut_at_their_output_limit(self, http):
        answer = http.post(GENERATE, json={**ASKED, "generationConfig": {"maxOutputTokens": 2}}).json()
        assert answer["candidates"][0]["finishReason"] == "MAX_TOKENS"
        assert len(answer["candidates"][0]["content"]["parts"][0]["text"]) == 8
        assert answer["usageMetadata"]["candidatesTokenCount"] == 2

    def test_learn_when_the_model_behind_fails(self, http, server):
        asked = {"contents": [{"parts": [{"text": "raise an error"}]}]}
        answer = http.post(GENERATE, json=asked)
        assert (answer.status_code, answer.json()["error"]["status"]) == (500, "INTERNAL")


def finish_of(answer):
    return answer["candidates"][0].get("finishReason")


class TestSpoiltAnswers:
    @pytest.mark.parametrize(
        ("kind", "finish"),
        [
            (FaultKind.TRUNCATED, "MAX_TOKENS"),
            (FaultKind.SAFETY, "SAFETY"),
            (FaultKind.RECITATION, "RECITATION"),
            (FaultKind.UNFINISHED, None),
            (FaultKind.EMPTY, "STOP"),
        ],
    )
    def test_say_why_they_stopped(self, http, server, kind, finish):
        server.faults.add(Fault(kind, times=2))
        assert finish_of(http.post(GENERATE, json=ASKED).json()) == finish
        assert finish_of(_events(http.post(STREAM, json=ASKED))[-1]) == finish

    def test_tell_that_the_prompt_was_blocked(self, http, server):
        server.faults.add(Fault(FaultKind.PROMPT_BLOCK))
        answer = http.post(GENERATE, json=ASKED).json()
        assert answer["promptFeedback"]["blockReason"] == "PROHIBITED_CONTENT"
        assert "candidates" not in answer

    def test_may_be_no_json(self, http, server):
        server.faults.add(Fault(FaultKind.BROKEN_JSON))
        text = http.post(GENERATE, json=ASKED).json()["candidates"][0]["content"]["parts"][0]["text"]
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)

    def test_may_hold_an_error_in_the_middle_of_the_stream(self, http, server):
        server.faults.add(Fault(FaultKind.STREAM_ERROR, chunks=2))
        events = _events(http.post(STREAM, json=ASKED))
        assert [("error" in event) for event in events] == [False, False, True]


def _events(answer):
    lines = answer.text.split("\r\n\r\n")
    return [json.loads(line.removeprefix("data: ")) for line in lines if line]
