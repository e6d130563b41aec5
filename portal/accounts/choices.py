"""What may be done to which family of records: the two sides of the rights table."""

from django.db import models


class Verb(models.TextChoices):
    """What may be done."""

    READ = "read", "読む"
    READ_ANY = "read_any", "閲覧範囲を問わず読む"
    WRITE = "write", "書く"
    EXPORT = "export", "出力する"
    CONFIRM = "confirm", "確認する"
    FINALISE = "finalise", "確定する"
    PUBLISH = "publish", "公開する"
    CORRECT = "correct", "訂正する"


class Noun(models.TextChoices):
    """Families of nouns, named after the files that hold them."""

    BODIES = "meetings.bodies", "会議体・席・様式"
    SITTINGS = "meetings.sittings", "会議・議題・出席・資料"
    RECORD = "meetings.record", "会議録の行"
    DECISIONS = "meetings.decisions", "議決事項・決定・再検討・対応事項"
    PUBLISHING = "meetings.publishing", "会議録の確認・確定・公開、版"
    DISCLOSURE = "portal.disclosure", "非公開箇所・公開用の書き換え"
    REGISTER = "portal.disclosure.register", "仮名の登録簿"
    SOURCES = "portal.sources", "出典・典拠"
    CHECKS = "portal.checks", "食い違い"
    DAYS = "portal.days", "閉庁日・期限の決まり"
    FILES = "portal.files", "保存ファイル"
    LISTS = "portal.lists", "保存した一覧"
    JOBS = "portal.jobs", "長い仕事"
    NOTICES = "portal.notices", "お知らせ"
    HISTORY = "portal.history", "変更履歴"
    DIRECTORY = "portal.accounts.directory", "団体・部署・職・人・配属"
    ACCOUNTS = "portal.accounts", "利用者・役割・権限"
