"""A condition's text to its tree: recursive descent by precedence, with limits on length and nesting."""

from __future__ import annotations

from balcao.processes.engine.conditions.functions import NAMESPACES
from balcao.processes.engine.conditions.tokens import Token, syntax, tokens, unexpected
from balcao.processes.engine.conditions.tree import Binary, Call, Choice, ListOf, Literal, Member, Name, Tree, Unary
from balcao.processes.engine.errors import ConditionInvalid
from balcao.processes.engine.words import NO_KEY, NO_NAME, TOO_EARLY, TOO_LARGE

MAX_LENGTH = 2_000
MAX_NESTING = 24
MAX_DEPTH = 100
MAX_INTEGER = 2**53

# Loosest first; all of them associate to the left.
_LEVELS = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/", "%"))


def parse_condition(source: str) -> Tree:
    """The tree of a condition. Raises ConditionInvalid with the position of the first thing that cannot be read."""
    if len(source) > MAX_LENGTH:
        raise ConditionInvalid("condition_too_long", 1, limit=MAX_LENGTH)
    parser = _Parser(tokens(source))
    tree = parser.expression()
    parser.expect_end()
    return tree


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._next = 0
        self._nesting = 0

    @property
    def _word(self) -> Token:
        return self._words[self._next]

    def _take(self) -> Token:
        word = self._word
        self._next += 1
        return word

    def _is(self, *texts: str) -> bool:
        word = self._word
        return word.text in texts and (word.kind == "operator" or (word.text == "in" and word.kind == "name"))

    def _expect(self, text: str) -> None:
        if not self._is(text):
            raise ConditionInvalid("condition_missing", self._word.at, text=text)
        self._take()

    def expect_end(self) -> None:
        if self._word.kind != "end":
            raise unexpected(self._word.at, self._word.text)

    def expression(self) -> Tree:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise _too_deep(self._word.at, MAX_NESTING)
        tree = self._level(0)
        if self._is("?"):
            at = self._take().at
            yes = self.expression()
            self._expect(":")
            no = self.expression()
            tree = Choice(at, tree, yes, no, _deeper(at, tree, yes, no))
        self._nesting -= 1
        return tree

    def _level(self, level: int) -> Tree:
        if level == len(_LEVELS):
            return self._unary()
        left = self._level(level + 1)
        while self._is(*_LEVELS[level]):
            word = self._take()
            right = self._level(level + 1)
            left = Binary(word.at, word.text, left, right, _deeper(word.at, left, right))
        return left

    def _unary(self) -> Tree:
        if not self._is("!", "-"):
            return self._chain()
        word = self._take()
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise _too_deep(word.at, MAX_NESTING)
        operand = self._unary()
        self._nesting -= 1
        return Unary(word.at, word.text, operand, _deeper(word.at, operand))

    def _chain(self) -> Tree:
        """A value with its members, indexes and calls: `fields.chave.startsWith("35")`."""
        tree = self._value()
        while self._is(".", "["):
            at = self._word.at
            if self._take().text == "[":
                tree = Member(at, tree, self._key(), _deeper(at, tree))
                self._expect("]")
                continue
            name = self._name()
            if self._is("(") and isinstance(tree, Name) and tree.name in NAMESPACES and name.at == at + 1:
                arguments = self._arguments()
                tree = Call(tree.at, f"{tree.name}.{name.text}", arguments, _deeper(tree.at, *arguments))
            elif self._is("("):
                arguments = (tree, *self._arguments())
                tree = Call(name.at, name.text, arguments, _deeper(name.at, *arguments))
            else:
                tree = Member(name.at, tree, name.text, _deeper(name.at, tree))
        return tree

    def _name(self) -> Token:
        word = self._take()
        if word.kind != "name":
            raise syntax(word.at, NO_NAME)
        return word

    def _key(self) -> str:
        word = self._take()
        if word.kind != "text":
            raise syntax(word.at, NO_KEY)
        return word.text

    def _value(self) -> Tree:
        word = self._take()
        if word.kind == "text":
            return Literal(word.at, word.text)
        if word.kind == "integer":
            return Literal(word.at, _integer(word))
        if word.kind == "decimal":
            return Literal(word.at, float(word.text))
        if word.kind == "name" and word.text != "in":
            return self._named(word)
        if word.text == "(":
            tree = self.expression()
            self._expect(")")
            return tree
        if word.text == "[":
            items = self._until("]")
            return ListOf(word.at, items, _deeper(word.at, *items))
        raise unexpected(word.at, word.text) if word.text else syntax(word.at, TOO_EARLY)

    def _named(self, word: Token) -> Tree:
        if word.text in ("true", "false"):
            return Literal(word.at, word.text == "true")
        if self._is("("):
            arguments = self._arguments()
            return Call(word.at, word.text, arguments, _deeper(word.at, *arguments))
        return Name(word.at, word.text)

    def _arguments(self) -> tuple[Tree, ...]:
        self._expect("(")
        return self._until(")")

    def _until(self, closing: str) -> tuple[Tree, ...]:
        items: list[Tree] = []
        while not self._is(closing):
            items.append(self.expression())
            if not self._is(closing):
                self._expect(",")
        self._take()
        return tuple(items)


def _integer(word: Token) -> int:
    # Compared with the fields' numbers, which are doubles: beyond 2^53 they would not be exact.
    if len(word.text) > 16 or int(word.text) > MAX_INTEGER:
        raise syntax(word.at, TOO_LARGE)
    return int(word.text)


def _deeper(at: int, *below: Tree) -> int:
    depth = 1 + max((tree.depth for tree in below), default=0)
    if depth > MAX_DEPTH:
        raise _too_deep(at, MAX_DEPTH)
    return depth


def _too_deep(at: int, limit: int) -> ConditionInvalid:
    return ConditionInvalid("condition_too_deep", at, limit=limit)
