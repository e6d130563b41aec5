"""Words that offices write in several ways and mean the same by; each group is searched as one word."""

from portal.disclosure.echoes import SYNONYMS

GROUPS: tuple[tuple[str, ...], ...] = (
    # What counts as said again where it is withheld is found by one word too.
    *SYNONYMS,
    ("手続", "手続き", "手つづき"),
    ("申込", "申込み", "申し込み"),
    ("申出", "申し出"),
    ("打合せ", "打ち合わせ", "打合わせ"),
    ("問合せ", "問い合わせ", "問合わせ"),
    ("取扱", "取扱い", "取り扱い"),
    ("引継", "引継ぎ", "引き継ぎ"),
    ("見積", "見積り", "見積もり"),
    ("受付", "受付け", "受け付け"),
    ("届出", "届け出"),
    ("とりまとめ", "取りまとめ", "取り纏め"),
    ("サーバ", "サーバー"),
    ("ユーザ", "ユーザー"),
    ("コンピュータ", "コンピューター"),
    ("ベンダ", "ベンダー"),
    ("セキュリティ", "セキュリティー"),
    ("ホームページ", "HP", "ウェブサイト", "Webサイト"),
    ("マイナンバー", "個人番号"),
    ("パソコン", "PC"),
    ("デジタルトランスフォーメーション", "DX"),
    ("プロジェクトチーム", "PT"),
    ("ワーキンググループ", "WG"),
)
