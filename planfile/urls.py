app_name = "planfile"
urlpatterns: list = []
