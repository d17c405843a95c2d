"""What is wrong, where, and what to do: the only exception users ever see."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from xlseg.text import EMPTY, Lang, Text


class Problem(NamedTuple):
    """One sentence, and the place it speaks of (a file, a sheet, a cell, a setting)."""

    message: Text
    where: Text = EMPTY

    def say(self, lang: Lang) -> str:
        place = self.where.of(lang)
        return f"{place}{'：' if lang == 'zh' else ': '}{self.message.of(lang)}" if place else self.message.of(lang)


class XlsegError(Exception):
    """All problems found, at once; raised before anything is written."""

    def __init__(self, *problems: Problem | Text) -> None:
        self.problems = tuple(p if isinstance(p, Problem) else Problem(p) for p in problems)
        super().__init__(self.say("en"))

    def say(self, lang: Lang) -> str:
        """One problem a line."""
        return "\n".join(problem.say(lang) for problem in self.problems)


def reason(error: OSError) -> Text:
    """Why a file could not be read or written, in words of ours where it is one of the usual reasons."""
    detail = str(error.strerror or error)
    return REASONS.get(error.errno or 0, Text(detail, detail))


class Problems(list[Problem]):
    """Problems of several attempts, gathered so that all are told at once."""

    @contextmanager
    def gathered(self) -> Iterator[None]:
        try:
            yield
        except XlsegError as error:
            self.extend(error.problems)

    def tell(self) -> None:
        """Raise what was gathered, if anything was."""
        if self:
            raise XlsegError(*self)


REASONS = {
    errno.ENOENT: Text("没有这个文件或文件夹", "no such file or folder"),
    errno.EEXIST: Text("已经有同名的文件", "a file of this name is there"),
    errno.ENOTDIR: Text("路径里有一段是文件，不是文件夹", "a part of the path is a file, not a folder"),
    errno.EISDIR: Text("这是文件夹，不是文件", "this is a folder, not a file"),
    errno.EACCES: Text("没有权限", "no permission"),
    errno.EPERM: Text("没有权限", "no permission"),
    errno.EROFS: Text("这里只能读", "this place can only be read"),
    errno.ENOSPC: Text("磁盘满了", "the disk is full"),
    errno.EDQUOT: Text("磁盘配额用完了", "the disk quota is used up"),
    errno.EFBIG: Text("文件太大，这里放不下", "the file is too large for this place"),
    errno.EIO: Text("磁盘出错", "the disk failed"),
    errno.ENAMETOOLONG: Text("文件名太长", "the file name is too long"),
}
