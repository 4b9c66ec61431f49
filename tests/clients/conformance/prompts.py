"""The prompts the conformance suite gets."""

from __future__ import annotations

from typing import Literal

import mcp_types as types

from tests.clients.conformance.asking_tools import ask, elicitation, form_answer
from tests.clients.conformance.materials import IMAGE, embedded, text

PromptAnswer = types.GetPromptResult | types.InputRequiredResult
_USER: Literal["user"] = "user"


def _argument(name: str) -> types.PromptArgument:
    return types.PromptArgument(name=name, description=f"The argument {name}", required=True)


def _prompt(name: str, description: str, *arguments: str) -> types.Prompt:
    return types.Prompt(name=name, description=description, arguments=[_argument(one) for one in arguments])


PROMPTS = [
    _prompt("test_simple_prompt", "A text"),
    _prompt("test_prompt_with_arguments", "A text with arguments", "arg1", "arg2"),
    _prompt("test_prompt_with_embedded_resource", "A resource and a text", "resourceUri"),
    _prompt("test_prompt_with_image", "An image and a text"),
    _prompt("test_input_required_result_prompt", "A text that needs an answer first"),
]


def prompt(params: types.GetPromptRequestParams) -> PromptAnswer | None:
    """Return the prompt ``params`` asks for, or ``None``."""
    given = params.arguments or {}
    match params.name:
        case "test_simple_prompt":
            return _said(text("This is a simple prompt for testing."))
        case "test_prompt_with_arguments":
            return _said(text(f"Prompt with arguments: arg1='{given.get('arg1')}', arg2='{given.get('arg2')}'"))
        case "test_prompt_with_embedded_resource":
            words = "Embedded resource content for testing."
            return _said(embedded(given.get("resourceUri", ""), words), text("Please process the resource above."))
        case "test_prompt_with_image":
            return _said(IMAGE, text("Please analyze the image above."))
        case "test_input_required_result_prompt":
            return _after_asking(params)
    return None


def _after_asking(params: types.GetPromptRequestParams) -> PromptAnswer:
    context = form_answer(params.input_responses or {}, "user_context", "context")
    if context is None:
        return ask(user_context=elicitation("What context should the prompt use?", "context"))
    return _said(text(f"Prompt in the context: {context}"))


def _said(*contents: types.ContentBlock) -> types.GetPromptResult:
    return types.GetPromptResult(messages=[types.PromptMessage(role=_USER, content=one) for one in contents])
