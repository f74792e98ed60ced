"""All rules in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.lint.rules import (
    broken_code,
    broken_structure,
    bundled_cases,
    ceremony,
    example_sections,
    human_step,
    no_case,
    no_code,
    no_command,
    no_expectation,
    objectless_verb,
    over_budget,
    placeholder,
    private_detail,
    research_step,
    rival_facts,
    subjective_expectation,
    totaliser,
    unbounded_loop,
    unmeasured_target,
    unrunnable_command,
    unseen_text,
    vague_quality,
    vague_sketch,
)

if TYPE_CHECKING:
    from taskgen.lint.rule import Rule

RULES: Final[dict[str, Rule]] = {
    module.RULE.name: module.RULE
    for module in (
        research_step,
        vague_quality,
        totaliser,
        unmeasured_target,
        placeholder,
        no_case,
        bundled_cases,
        no_command,
        unrunnable_command,
        no_expectation,
        subjective_expectation,
        no_code,
        broken_code,
        unbounded_loop,
        ceremony,
        objectless_verb,
        human_step,
        private_detail,
        rival_facts,
        broken_structure,
        over_budget,
        unseen_text,
        example_sections,
        vague_sketch,
    )
}
