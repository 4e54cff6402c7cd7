"""The program around the commands: help and errors in the language of the user.

Only click is loaded here, so that ``--help`` and ``--version`` answer at once.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from slmo_match.errors import SlmoError
from slmo_match.report.messages import LANGS, N_, Messages, choose_lang

NOT_ALL_READ = 1
WRONG_USE = 2
INTERRUPTED = 130
_PLACEHOLDERS = (
    N_("ADDRESS"), N_("ADVERT"), N_("DIR"), N_("FILE"), N_("GOLD"), N_("INPUT"), N_("NAME"),
    N_("NAME_OR_PATH"), N_("OUTPUT"), N_("PATH"), N_("SECONDS"), N_("SIZE"), N_("TEXT"),
    N_("VALUE"),
)  # fmt: skip
_PLACEHOLDER = re.compile(rf"\b(?:{'|'.join(_PLACEHOLDERS)})\b")


class _Formatter(click.HelpFormatter):
    """Help with its headings in the language of the user."""

    say: Messages

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for word in (N_("[OPTIONS]"), N_("[COMMAND] [ARGS]...")):
            args = args.replace(word, self.say(word))
        super().write_usage(prog, _filled(args, self.say), prefix or f"{self.say('Usage')}: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self.say(heading))


class _Context(click.Context):
    """A context that lays out help in the language of the user."""

    def make_formatter(self) -> click.HelpFormatter:
        formatter = _Formatter(width=self.terminal_width, max_width=self.max_content_width)
        formatter.say = messages_of(self)
        return formatter


class _Option(click.Option):
    """An option whose help is looked up in the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        messages = messages_of(ctx)
        return record and (_filled(record[0], messages), messages(self.help or ""))


class Command(click.Command):
    """A command whose help is looked up in the catalogue."""

    context_class = _Context

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help of the command, a paragraph at a time."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_help_of(self, ctx))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help`` with its own help in the language of the user."""
        help_option = super().get_help_option(ctx)
        if help_option is not None:
            help_option.help = messages_of(ctx)("Show this help and exit.")
        return help_option


class Program(Command, click.Group):
    """The group of all commands; turns errors into one line and an exit status."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with the first sentence of their help."""
        rows = [
            (name, _help_of(command, ctx).split(".")[0] + ".")
            for name, command in self.commands.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> NoReturn:
        """Run a command and exit: 0, 1 where documents could not be read, 2 on wrong use."""
        given = sys.argv[1:] if args is None else list(args)
        say = Messages(choose_lang(_asked_lang(given), os.environ))
        extra["standalone_mode"] = False
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # letters that a console lacks must not end the work
                stream.reconfigure(errors="replace")
        try:
            sys.exit(super().main(args, *rest, obj=say, **extra))
        except click.Abort:
            click.echo(say("Interrupted."), err=True)
            sys.exit(INTERRUPTED)
        except Exception as error:  # a user is never shown a traceback unasked
            if "--debug" in given and not isinstance(error, click.UsageError):
                traceback.print_exc()
            click.echo(_error_line(error, say), err=True)
            sys.exit(WRONG_USE)


def messages_of(ctx: click.Context) -> Messages:
    """Return the messages in the language that the user asked for."""
    return ctx.obj if isinstance(ctx.obj, Messages) else Messages()


def _help_of(command: click.Command, ctx: click.Context) -> str:
    """Return the help of a command, its paragraphs each on one line."""
    paragraphs = (command.help or "").split("\n\n")
    return "\n\n".join(messages_of(ctx)(" ".join(part.split())) for part in paragraphs)


def _asked_lang(args: Sequence[str]) -> str | None:
    """Find ``--lang`` before click does: the messages of click come after it, too."""
    for i, arg in enumerate(args):
        if arg.startswith("--lang="):
            return arg.partition("=")[2]
        if arg == "--lang" and i + 1 < len(args):
            return args[i + 1]
    return None


def _filled(words: str, say: Messages) -> str:
    """Return words with their placeholders (PATH, FILE) in the language of the user."""
    return _PLACEHOLDER.sub(lambda found: say(found[0]), words)


def _error_line(error: Exception, say: Messages) -> str:
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Argument):
        error.param_hint = f"'{_filled(error.param.metavar or '', say)}'"
    if isinstance(error, click.ClickException):
        message = say.translate(error.format_message())
    elif isinstance(error, SlmoError):
        message = say.translate(str(error))
    elif isinstance(error, PermissionError):
        message = say(
            "no permission for {path}; check the rights of the file and of its folders",
            path=error.filename,
        )
    else:
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        message = say("unexpected error: {error} (--debug shows where)", error=cause)
    line = say("Error: {message}", message=message)
    if isinstance(error, click.UsageError) and error.ctx is not None:
        line += "\n" + say("Try '{command} --help'.", command=error.ctx.command_path)
    return line


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option, as ``click.option`` does."""
    return click.option(*names, cls=_Option, **settings)


def common_options(command: Any) -> Any:
    """Declare the options that every command has; `Program.main` looks for them itself."""
    lang = option(
        "--lang",
        type=click.Choice(LANGS),
        expose_value=False,
        help="Language of the messages; by default that of the environment (LANG), else Polish.",
    )
    debug = option(
        "--debug",
        is_flag=True,
        expose_value=False,
        help="Show where an unexpected error happened.",
    )
    return lang(debug(command))
