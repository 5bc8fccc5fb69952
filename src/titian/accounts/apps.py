from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "titian.accounts"
    label = "accounts"
