"""The addresses of signing in and of the trail, and the JSON Schemas of what they take and give."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.operations import Operation
from odos.kernel.texts import Text, text

AUDIT_PARAMETERS = (
    "since", "until", "actor", "entity", "record", "field", "action", "source", "address", "cursor", "limit",
)  # fmt: skip


def _sign_in(summary: Text, answer: str) -> Operation:
    return Operation(summary, "auth", answer, "Credentials", refusals=(403, 422, 429), public=True)


_SIGN_IN: Mapping[str, Mapping[str, Operation]] = {
    "/auth/csrf": {
        "get": Operation(
            text("Set the csrftoken cookie", "设置 csrftoken Cookie"), "auth", "CsrfToken", public=True
        ),
    },
    "/auth/token": {"post": _sign_in(text("Get a bearer token", "获取访问令牌"), "Token")},
    "/auth/login": {"post": _sign_in(text("Sign in with a cookie", "登录并设置会话 Cookie"), "User")},
    "/auth/logout": {
        "post": Operation(text("End this session or token", "注销当前会话或令牌"), "auth", "Nothing"),
    },
    "/auth/me": {
        "get": Operation(text("Who I am", "当前用户"), "auth", "User"),
        "patch": Operation(
            text("Change my name, language, time zone", "修改本人的姓名、语言和时区"),
            "auth",
            "User",
            "Profile",
            refusals=(422,),
        ),
    },
    "/auth/password": {
        "post": Operation(
            text("Change my password; other sessions end", "修改本人密码，其他会话将失效"),
            "auth",
            "Nothing",
            "PasswordChange",
            refusals=(422, 429),
        ),
    },
    "/auth/invitation": {
        "post": Operation(
            text("Whom an invitation is for; with new: choose the password", "查看邀请；带 new 时设置密码"),
            "auth",
            "Invited",
            "InvitationSent",
            refusals=(422,),
            public=True,
        ),
    },
    "/auth/users/{user_id}/invitation": {
        "post": Operation(
            text("Invite a user to choose a password", "邀请用户设置密码"),
            "auth",
            "Invitation",
            status=201,
            refusals=(403, 409),
        ),
    },
    "/auth/users/{user_id}/password": {
        "post": Operation(
            text("Give a user a password", "为用户设置密码"),
            "auth",
            "Nothing",
            "PasswordSent",
            refusals=(403, 422),
        ),
    },
}

_SECOND_FACTOR: Mapping[str, Mapping[str, Operation]] = {
    "/auth/second-factor": {
        "get": Operation(
            text("Whether I have a second factor", "是否已启用双重验证"),
            "auth",
            "SecondFactor",
            refusals=(403,),
        ),
    },
    "/auth/second-factor/setup": {
        "post": Operation(
            text("A secret for my device", "获取绑定设备的密钥"),
            "auth",
            "SecondFactorSetup",
            "CurrentPassword",
            refusals=(403, 409, 422, 429),
        ),
    },
    "/auth/second-factor/confirm": {
        "post": Operation(
            text("Put it into force", "确认启用双重验证"),
            "auth",
            "RecoveryCodes",
            "Code",
            refusals=(403, 422),
        ),
    },
    "/auth/second-factor/recovery": {
        "post": Operation(
            text("New recovery codes", "重新生成恢复码"),
            "auth",
            "RecoveryCodes",
            "CurrentPassword",
            refusals=(403, 422, 429),
        ),
    },
    "/auth/second-factor/remove": {
        "post": Operation(
            text("Work without a second factor again", "停用双重验证"),
            "auth",
            "Nothing",
            "CurrentPassword",
            refusals=(403, 422, 429),
        ),
    },
    "/auth/users/{user_id}/second-factor": {
        "delete": Operation(
            text("Take a lost second factor away", "移除用户的双重验证"), "auth", "Nothing", refusals=(403,)
        ),
    },
}

_TOKENS: Mapping[str, Mapping[str, Operation]] = {
    "/auth/sessions": {
        "get": Operation(text("Where I am signed in", "我的会话和令牌"), "auth", "Sessions", refusals=(403,)),
        "post": Operation(
            text("End all my sessions but this one", "退出其他所有会话"), "auth", "Sessions", refusals=(403,)
        ),
    },
    "/auth/sessions/{token_id}": {
        "delete": Operation(
            text("End a session or token of mine", "结束一个会话或令牌"), "auth", "Nothing", refusals=(403,)
        ),
    },
    "/auth/tokens": {
        "post": Operation(
            text("A token for a program that acts as me", "创建个人访问令牌"),
            "auth",
            "TokenMade",
            "TokenWanted",
            status=201,
            refusals=(403, 422),
        ),
    },
    "/auth/users/{user_id}/sessions": {
        "get": Operation(
            text("Where a user is signed in", "用户的会话和令牌"), "auth", "Sessions", refusals=(403,)
        ),
        "post": Operation(
            text("End all sessions and tokens of a user", "结束用户的全部会话和令牌"),
            "auth",
            "Sessions",
            refusals=(403,),
        ),
    },
    "/auth/users/{user_id}/sessions/{token_id}": {
        "delete": Operation(
            text("End a session or token of a user", "结束用户的一个会话或令牌"),
            "auth",
            "Nothing",
            refusals=(403,),
        ),
    },
    "/auth/users/{user_id}/tokens": {
        "post": Operation(
            text("A token for a service account", "为服务账号创建令牌"),
            "auth",
            "TokenMade",
            "TokenWanted",
            status=201,
            refusals=(403, 409, 422),
        ),
    },
    "/auth/methods": {
        "get": Operation(
            text("Ways to sign in beside a password", "密码以外的登录方式"),
            "auth",
            "SignInMethods",
            public=True,
        ),
    },
    "/auth/oidc/start": {
        "get": Operation(
            text("On to the identity provider", "前往身份提供方"),
            "auth",
            parameters=("next",),
            status=302,
            public=True,
        ),
    },
    "/auth/oidc/callback": {
        "get": Operation(
            text("Back from the identity provider", "从身份提供方返回"),
            "auth",
            parameters=("code", "state"),
            status=302,
            public=True,
        ),
    },
    "/auth/password-rules": {
        "get": Operation(
            text("What a new password must be like", "密码要求"), "auth", "PasswordRules", public=True
        ),
    },
}

_AUDIT: Mapping[str, Mapping[str, Operation]] = {
    "/audit": {
        "get": Operation(
            text("Everything that happened, newest first", "全部审计记录，最新的在前"),
            "audit",
            "Trail",
            parameters=AUDIT_PARAMETERS,
            refusals=(403, 422),
        ),
    },
    "/audit/export": {
        "get": Operation(
            text("The same as a CSV file", "导出为 CSV 文件"),
            "audit",
            parameters=tuple(name for name in AUDIT_PARAMETERS if name not in {"cursor", "limit"}),
            refusals=(403, 422),
            answer_type="text/csv",
        ),
    },
    "/records/{entity}/{record_id}/personal-data": {
        "get": Operation(
            text("All that is kept of one person", "某人的全部个人数据"),
            "audit",
            "PersonalData",
            refusals=(403, 409),
        ),
    },
    "/records/{entity}/{record_id}/personal-data/erase": {
        "get": Operation(
            text("What an erasure of one person's data would reach", "删除个人数据将涉及的内容"),
            "audit",
            "ErasurePlan",
            refusals=(403, 409),
        ),
        "post": Operation(
            text("Erase one person's data wherever it is kept", "删除某人的全部个人数据（含审计记录）"),
            "audit",
            "Erased",
            "Reason",
            refusals=(403, 409, 422),
        ),
    },
    "/files/{file_id}/link": {
        "post": Operation(
            text("A short-lived address of a file", "获取文件的短期下载地址"),
            "files",
            "SharedLink",
            "SharedLinkWanted",
            refusals=(403, 422),
        ),
    },
    "/shared/{token}": {
        "get": Operation(
            text("The file behind such an address", "通过短期地址下载文件"),
            "files",
            parameters=("If-None-Match",),
            answer_type="*/*",
            public=True,
            tagged=True,
        ),
    },
}

ACCOUNT_PATHS: Mapping[str, Mapping[str, Operation]] = {
    **_SIGN_IN,
    **_TOKENS,
    **_SECOND_FACTOR,
    **_AUDIT,
}
